// A certificate that nobody trusts yet.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Lets a server that does not serve yet speak TLS, as this host. */
export async function overTls(signet, host = "localhost") {
  const [certificate, key] = ["certificate.pem", "key.pem"].map((name) => join(signet.directory, name));
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`],
    ...["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", key, "-out", certificate],
  ]);
  signet.issuer = `https://${host}:${signet.port}`;
  // Whatever the host, it listens here.
  signet.local = `https://127.0.0.1:${signet.port}`;
  signet.environment.SIGNET__ISSUER__URL = signet.issuer;
  signet.environment.SIGNET__TLS__CERTIFICATE_FILE = certificate;
  signet.environment.SIGNET__TLS__KEY_FILE = key;
}
