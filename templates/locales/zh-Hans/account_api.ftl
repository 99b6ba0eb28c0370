# What an app may do to the account
scope-account-read = 查看您账号的全部信息
scope-account-read-value = 您的个人资料和地址、登录位置、登录方式、有访问权限的应用以及发生的事件
scope-account-write = 更改您的个人资料
scope-account-write-value = 您的姓名、出生日期、语言以及您提供的其他个人信息
scope-account-security = 更改您的登录方式
scope-account-security-value = 在您重新登录后，更改密码、通行密钥、钱包、身份验证器应用、已关联的账号、电子邮件地址和电话号码；使您退出登录，以及移除应用
