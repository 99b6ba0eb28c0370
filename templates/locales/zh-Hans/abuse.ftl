# Limits, and a calculation that the browser does after failures
too-many-wait = 请等待 { $minutes } 分钟，然后重试。
sign-up-too-many-title = 来自此处的请求已过多。
sign-in-work-title = 请稍候。
sign-in-work-text = 之前有失败的尝试，因此您的密码尚未验证。请再次输入。
work-no-script = 请等待 { $seconds } 秒后再继续。
work-begun = 在此期间，您的浏览器会进行一次简短的计算。
work-wait = 请稍候：您的浏览器即将完成计算。
work-done = 您可以继续了。
