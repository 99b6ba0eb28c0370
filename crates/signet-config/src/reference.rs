//! The reference: every key with its doc comment and default, as a file one can start from.

use super::section::Key;

const HEAD: &str = "\
# Signet's configuration: every key there is, with its default.
# Remove the `#` before a key to change it.
#
# Each key can also be set by an environment variable (server.listen is
# SIGNET__SERVER__LISTEN) and, above that, on the command line
# (--set server.listen=127.0.0.1:8080). Lengths of time are seconds, or texts such as
# \"90s\", \"15m\", \"1h30m\" and \"30d\". Paths are relative to the working directory.
";

/// Writes the reference of sections given as (name, doc, keys).
pub fn write(sections: &[(&'static str, &'static [&'static str], Vec<Key>)]) -> String {
    let mut lines = vec![HEAD.to_owned()];
    for (section, doc, keys) in sections {
        lines.extend(comment(doc));
        lines.push(format!("[{section}]\n"));
        for key in keys {
            lines.extend(comment(key.doc));
            lines.extend(setting(section, key));
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

fn comment(doc: &[&str]) -> impl Iterator<Item = String> {
    doc.iter().map(|line| format!("# {}", line.trim()).trim_end().to_owned())
}

/// A setting stands directly behind its `#`; prose and examples stand behind a space.
fn setting(section: &str, key: &Key) -> Vec<String> {
    let name = key.name;
    let mut lines = match (&key.default, key.example) {
        (Some(default), _) => vec![format!("#{name} = {default}")],
        (None, Some(example)) => {
            vec!["# Not set by default; for example:".to_owned(), format!("#   {name} = {example}")]
        }
        (None, None) => vec![format!("# Not set by default: {name}")],
    };
    if let Some(file) = key.from_file {
        lines.push("# Or name a file that holds it:".to_owned());
        lines.push(format!("#   {file} = \"/run/secrets/{section}_{name}\""));
    }
    lines
}
