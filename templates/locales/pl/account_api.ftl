# What an app may do to the account
scope-account-read = Wyświetlanie wszystkiego o Twoim koncie
scope-account-read-value = Twój profil i adresy, miejsca, w których trwają Twoje sesje, sposoby logowania, aplikacje z dostępem i to, co się działo
scope-account-write = Zmienianie Twojego profilu
scope-account-write-value = Imię i nazwisko, data urodzenia, język i inne informacje, które o sobie podajesz
scope-account-security = Zmienianie sposobów logowania
scope-account-security-value = Hasło, klucze dostępu, portfele i aplikacje uwierzytelniające, połączone konta, adres e-mail i numer telefonu, po ponownym zalogowaniu; wylogowywanie i usuwanie aplikacji
