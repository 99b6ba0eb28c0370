# Whether somebody who signed in with a password wants a passkey.
suggest-passkey-title = Faça login mais rápido da próxima vez
suggest-passkey-lead = Com uma chave de acesso, bastam a impressão digital, o rosto ou o bloqueio de tela neste dispositivo. Ela não pode ser adivinhada, e nenhuma página falsa pode pedi-la.
suggest-passkey-later = Agora não
suggest-passkey-never = Não perguntar de novo
suggest-passkey-failed = Não funcionou. Tente novamente ou continue sem uma chave de acesso.
new-passkey-not-allowed-title = Chaves de acesso deste tipo não são aceitas aqui.
new-passkey-not-allowed-text = Use uma das chaves de segurança que você recebeu ou fale com os responsáveis por este serviço.

# About how hard a new password is to guess, while it is typed.
password-strength-weak = Fácil de adivinhar. Deixe-a mais longa ou use várias palavras.
password-strength-fair = Poderia ser mais difícil de adivinhar.
password-strength-good = Difícil de adivinhar.
password-strength-strong = Muito difícil de adivinhar.
