//! Passwords that guessers try first.

/// Heads of the published lists of leaked passwords, as words: `is_common` adds digits,
/// signs and look-alikes; repetitions and rows of keys are rules of their own.
pub(super) const COMMON: &str = "
    password passwort passwords passw0rd password1 pass1234 mypassword newpassword motdepasse contrasena
    welcome welcome1 welcome123 willkommen bienvenue letmein letmein1 changeme changeit default temporary
    secret secret123 topsecret trustno1 whatever nothing something access accessdenied opensesame
    admin administrator administrador adminadmin root rootroot toor superuser supervisor manager master operator
    guest testtest test1234 testing tester demo example sample user username login loginlogin
    qwerty qwerty123 qwertyui qwerty12345 qwertz azerty asdfasdf asdfqwer zxcvbnm qazwsx qazwsxedc 1qaz2wsx
    1qazxsw2 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx zaq1xsw2 qweasdzxc qweasd asd123 qwe123 abc123 abcd1234
    a1b2c3d4 aa123456 a123456789 123qweasd 123abc 123456a 1234qwer 123321 12344321 123454321 123123123 112233
    11223344 1122334455 121212 131313 147258369 147258 159753 741852963 789456123 789456 456789 987654321 102030
    10203040 01234567 0123456789 01012011 20102010 19841984 11111111 00000000 88888888
    iloveyou iloveu iloveyou1 iloveyou2 loveyou lovelove loveme lover princess princesa sweetheart babygirl
    sunshine sunflower butterfly rainbow flower chocolate cookie cheese pepper ginger banana orange peanut
    football baseball basketball soccer hockey liverpool chelsea arsenal barcelona realmadrid manchester juventus
    superman batman spiderman pokemon starwars naruto dragon dragonball monster shadow phoenix wizard merlin
    michael michelle jennifer jessica jordan jordan23 charlie daniel thomas andrew joshua matthew robert ashley
    nicole amanda samantha anthony william alexander victoria elizabeth patricia benjamin christian
    computer internet samsung google facebook linkedin myspace microsoft windows android iphone minecraft
    mustang corvette mercedes ferrari porsche yamaha harley
    freedom america england germany france canada mexico brazil london paris
    hello hellohello hello123 helloworld goodbye friend friends family mother father brother sister
    summer winter spring autumn january february september october november december monday friday
    killer hunter ranger soldier cowboy tigger tiger lovers hottie fuckyou fuckoff asshole bullshit
    jesus jesuschrist blessed heaven angel angels forever destiny
    whoami matrix hacker starcraft warcraft blink182 metallica nirvana eminem
";
