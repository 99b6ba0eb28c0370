//! What is said on one connection.

use data_encoding::BASE64;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::{Shared, SmtpAct, SmtpMail, SmtpStep};

/// Speaks on a connection until it ends.
pub(super) async fn serve(shared: Shared, stream: TcpStream, implicit: bool) {
    if implicit {
        let Ok(stream) = shared.tls.accept(stream).await else { return };
        Dialogue::new(shared, true).speak(BufReader::new(stream)).await;
        return;
    }
    let (stream, goes_on) = Dialogue::new(shared.clone(), false).speak(BufReader::new(stream)).await;
    if goes_on && let Ok(stream) = shared.tls.accept(stream.into_inner()).await {
        let encrypted = Dialogue { greets: false, ..Dialogue::new(shared, true) };
        encrypted.speak(BufReader::new(stream)).await;
    }
}

/// What is said before the mail itself.
#[derive(Default)]
struct Envelope {
    from: String,
    to: String,
    parameters: String,
}

struct Dialogue {
    shared: Shared,
    encrypted: bool,
    greets: bool,
    login: Option<String>,
}

impl Dialogue {
    fn new(shared: Shared, encrypted: bool) -> Self {
        Self { shared, encrypted, greets: true, login: None }
    }

    /// Answers the usual, or what was ordered; `None` ends the connection.
    async fn at(&self, step: SmtpStep, usual: &str) -> Option<String> {
        let act = {
            let mut behavior = self.shared.behavior.lock().expect("the behavior");
            match behavior.once.iter().position(|(at, _)| *at == step) {
                Some(place) => behavior.once.remove(place).map(|(_, act)| act),
                None => behavior.always.get(&step).cloned(),
            }
        };
        match act {
            None => Some(usual.to_owned()),
            Some(SmtpAct::Say(text)) => Some(text.to_owned()),
            Some(SmtpAct::Die) => None,
            Some(SmtpAct::Hold(until)) => {
                until.notified().await;
                Some(usual.to_owned())
            }
        }
    }

    /// Speaks until the end; answers the stream, and whether TLS is to begin on it.
    async fn speak<S: AsyncRead + AsyncWrite + Unpin>(mut self, mut stream: BufReader<S>) -> (BufReader<S>, bool) {
        let goes_on = self.lines(&mut stream).await.unwrap_or(false);
        (stream, goes_on)
    }

    async fn lines<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut BufReader<S>) -> Option<bool> {
        if self.greets {
            let greeting = self.at(SmtpStep::Greeting, "220 sink.example ESMTP").await?;
            say(stream, &greeting).await?;
        }
        let mut envelope = Envelope::default();
        loop {
            let line = line(stream).await?;
            let upper = line.to_uppercase();
            if upper.starts_with("EHLO") {
                let usual = self.extensions();
                say(stream, &self.at(SmtpStep::Ehlo, &usual).await?).await?;
            } else if upper == "STARTTLS" {
                let answer = self.at(SmtpStep::StartTls, "220 go ahead").await?;
                say(stream, &answer).await?;
                if answer.starts_with("220") {
                    return Some(true);
                }
            } else if upper.starts_with("AUTH") {
                self.auth(stream, &line).await?;
            } else if let Some(rest) = strip(&line, "MAIL FROM:") {
                let (address, parameters) = rest.split_once('>').unwrap_or((rest, ""));
                envelope.from = address.trim_start_matches('<').to_owned();
                envelope.parameters = parameters.trim().to_owned();
                say(stream, &self.at(SmtpStep::Mail, "250 2.1.0 fine").await?).await?;
            } else if let Some(rest) = strip(&line, "RCPT TO:") {
                envelope.to = rest.trim_matches(['<', '>']).to_owned();
                say(stream, &self.at(SmtpStep::Rcpt, "250 2.1.5 fine").await?).await?;
            } else if upper == "DATA" {
                let answer = self.at(SmtpStep::Data, "354 go on").await?;
                say(stream, &answer).await?;
                if answer.starts_with("354") {
                    self.message(stream, &envelope).await?;
                }
            } else if upper == "QUIT" {
                say(stream, "221 bye").await;
                return None;
            } else {
                say(stream, "500 5.5.1 what?").await?;
            }
        }
    }

    fn extensions(&self) -> String {
        let offered = self.shared.extensions.iter().filter(|one| !(self.encrypted && **one == "STARTTLS"));
        let mut lines: Vec<String> =
            std::iter::once("sink.example").chain(offered.copied()).map(str::to_owned).collect();
        let last = lines.pop().unwrap_or_default();
        let mut lines: Vec<String> = lines.iter().map(|line| format!("250-{line}")).collect();
        lines.push(format!("250 {last}"));
        lines.join("\r\n")
    }

    async fn auth<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut BufReader<S>,
        command: &str,
    ) -> Option<()> {
        let mut words = command.split(' ').skip(1);
        let mechanism = words.next()?.to_owned();
        let decode =
            |text: &str| String::from_utf8(BASE64.decode(text.as_bytes()).unwrap_or_default()).unwrap_or_default();
        let said = words.next().map(decode).unwrap_or_default();
        let login = format!("{mechanism} {}", said.replace(['\0', '\u{1}'], "|"));
        let answer = self.at(SmtpStep::Auth, "235 2.7.0 welcome").await?;
        if answer.starts_with("235") {
            self.login = Some(login);
        }
        say(stream, &answer).await
    }

    async fn message<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufReader<S>,
        envelope: &Envelope,
    ) -> Option<()> {
        let mut message = String::new();
        loop {
            let line = line(stream).await?;
            if line == "." {
                break;
            }
            // RFC 5321 §4.5.2
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
            message.push_str("\r\n");
        }
        let mail = SmtpMail {
            from: envelope.from.clone(),
            to: envelope.to.clone(),
            parameters: envelope.parameters.clone(),
            message,
            login: self.login.clone(),
            encrypted: self.encrypted,
            accepted: false,
        };
        let place = {
            let mut mails = self.shared.mails.lock().expect("the mails");
            mails.push(mail);
            mails.len() - 1
        };
        self.shared.arrived.notify_one();
        let answer = self.at(SmtpStep::Message, "250 2.0.0 taken").await?;
        self.shared.mails.lock().expect("the mails")[place].accepted = answer.starts_with("250");
        say(stream, &answer).await?;
        self.at(SmtpStep::Accepted, "").await.map(drop)
    }
}

fn strip<'a>(line: &'a str, command: &str) -> Option<&'a str> {
    let head = line.get(..command.len())?;
    head.eq_ignore_ascii_case(command).then(|| &line[command.len()..])
}

async fn line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, text: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
    stream.get_mut().flush().await.ok()
}
