// A mail server of the plainest kind (RFC 5321, without TLS): keeps every mail and says at which step it is.
import { createServer } from "node:net";

export class SmtpSink {
  mails = []; // { to, raw } whole mails, in the order in which they came
  /** Called at `connect`, `mail`, `data`, `message` (whole, not answered) and `accepted`; awaited before it goes on. */
  at = async () => {};

  static async start() {
    const sink = new SmtpSink();
    sink.sockets = new Set();
    sink.server = createServer((socket) => sink.#serve(socket));
    await new Promise((done) => sink.server.listen(0, "127.0.0.1", done));
    sink.port = sink.server.address().port;
    return sink;
  }

  settings() {
    return {
      SIGNET__MAIL__DRIVER: "smtp",
      SIGNET__MAIL__FROM: "Northwind <no-reply@northwind.example>",
      SIGNET__MAIL__SMTP_HOST: "127.0.0.1",
      SIGNET__MAIL__SMTP_PORT: String(this.port),
      SIGNET__MAIL__SMTP_TLS: "none",
      SIGNET__BRANDING__NAME: "Northwind",
      // What waits for the newest mail waits for a code.
      SIGNET__MAIL__WELCOME: "false",
    };
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  #serve(socket) {
    this.sockets.add(socket);
    socket.setEncoding("utf8");
    socket.on("error", () => {});
    socket.on("close", () => this.sockets.delete(socket));
    this.#dialogue(socket).catch(() => socket.destroy());
  }

  async #dialogue(socket) {
    const say = (line) => socket.write(`${line}\r\n`);
    let rest = "";
    let to = "";
    let body = null;
    await this.at("connect");
    say("220 sink.example ESMTP");
    for await (const chunk of socket) {
      rest += chunk;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (body !== null) {
          if (line !== ".") {
            body.push(line.startsWith(".") ? line.slice(1) : line);
            continue;
          }
          const mail = { to, raw: body.join("\r\n") };
          body = null;
          this.mails.push(mail);
          await this.at("message", mail);
          say("250 2.0.0 taken");
          await this.at("accepted", mail);
          continue;
        }
        const command = line.slice(0, 4).toUpperCase();
        if (command === "EHLO") say("250-sink.example\r\n250-SMTPUTF8\r\n250 8BITMIME");
        else if (command === "MAIL") {
          await this.at("mail");
          say("250 2.1.0 fine");
        } else if (command === "RCPT") {
          to = line.slice(9, -1);
          say("250 2.1.5 fine");
        } else if (command === "DATA") {
          await this.at("data");
          body = [];
          say("354 go on");
        } else if (command === "QUIT") {
          say("221 bye");
          socket.end();
        } else say("500 5.5.1 what?");
      }
    }
  }
}
