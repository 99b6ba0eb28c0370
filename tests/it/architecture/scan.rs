//! Reads a Rust file as far as the wall test needs it: comments, string literals, paths and words, each with its line.

/// A path as written (`crate::store::users::find`), or a member of a `use` tree, flattened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub line: usize,
    pub segments: Vec<String>,
    /// From a `use` declaration; the name it is bound to.
    pub bound_to: Option<String>,
    /// How many inline modules surround it.
    pub inline_depth: usize,
}

/// One source file, taken apart.
#[derive(Debug, Default, Clone)]
pub struct Source {
    /// Its layer and what stands in it, with slashes: `http/oauth/token.rs`.
    pub file: String,
    /// Where it stands in the repository: `src/http/oauth/token.rs`.
    pub path: String,
    pub text: String,
    pub lines: usize,
    pub comments: Vec<(usize, String)>,
    pub strings: Vec<(usize, String)>,
    pub words: Vec<(usize, String)>,
    /// Words and signs, without comments and literals.
    pub tokens: Vec<(usize, String)>,
    pub paths: Vec<Path>,
    /// First and last line of each inline module of tests; the whole file in a file of tests.
    tests: Vec<(usize, usize)>,
}

impl Source {
    pub fn read(file: &str, text: &str) -> Self {
        let mut source = Self {
            file: file.to_owned(),
            path: format!("src/{file}"),
            text: text.to_owned(),
            lines: text.lines().count(),
            ..Self::default()
        };
        let tokens = Lexer { chars: text.chars().collect(), at: 0, line: 1 }.run(&mut source);
        source.words =
            tokens.iter().filter(|token| token.is_word()).map(|token| (token.line, token.text.clone())).collect();
        if source.is_tests() {
            source.tests.push((0, usize::MAX));
        }
        let mut paths = Paths { tokens: &tokens, at: 0, found: Vec::new(), modules: Vec::new(), tests: Vec::new() };
        paths.run();
        source.tests.append(&mut paths.tests);
        source.paths = paths.found;
        source.tokens = tokens.into_iter().map(|token| (token.line, token.text)).collect();
        source
    }

    /// Whether the whole file holds tests.
    pub fn is_tests(&self) -> bool {
        let file = &self.file;
        file.ends_with("/tests.rs")
            || file.ends_with("_tests.rs")
            || file.starts_with("tests/")
            || file.contains("/tests/")
    }

    /// Whether it belongs to the crate of the rules.
    pub fn is_rules(&self) -> bool {
        self.file.starts_with("protocol/") || self.file.starts_with("base/")
    }

    /// Whether it serves tests alone.
    pub fn is_helper(&self) -> bool {
        self.is_tests() || self.file.ends_with("/testing.rs") || self.file.contains("/testing/")
    }

    /// Whether a line stands inside `#[cfg(test)] mod … { }`, or in a file of tests.
    pub fn in_test(&self, line: usize) -> bool {
        self.tests.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }

    /// The module this file is: `["http", "oauth", "token"]`; empty for the crate root.
    pub fn module(&self) -> Vec<String> {
        let stem = self.file.strip_suffix(".rs").unwrap_or(&self.file);
        let mut parts: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if parts.last().is_some_and(|last| last == "mod") || matches!(stem, "lib" | "main") {
            parts.pop();
        }
        parts
    }
}

/// A function as far as its parameters go.
pub struct Signature<'a> {
    pub name: &'a str,
    /// The tokens of each parameter, with its line.
    pub parameters: Vec<(usize, Vec<&'a str>)>,
}

impl Source {
    /// Every function outside of tests.
    pub fn signatures(&self) -> Vec<Signature<'_>> {
        let text = |at: usize| self.tokens.get(at).map_or("", |(_, text)| text.as_str());
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let is_function = text(at) == "fn" && text(at + 1).starts_with(|c: char| c.is_alphabetic() || c == '_');
            if !is_function || self.in_test(self.tokens[at].0) {
                continue;
            }
            let Some(open) = (at + 2..self.tokens.len()).find(|next| matches!(text(*next), "(" | "{" | ";")) else {
                continue;
            };
            // `Fn(…)` in a generic parameter opens no parameter list of this function.
            let open = if text(at + 2) == "<" { after_generics(&self.tokens, at + 2) } else { open };
            found.push(Signature { name: text(at + 1), parameters: parameters(&self.tokens, open) });
        }
        found
    }
}

/// The place behind `<…>`.
fn after_generics(tokens: &[(usize, String)], open: usize) -> usize {
    let mut depth = 0_i32;
    for at in open..tokens.len() {
        let arrow = at > 0 && tokens[at].1 == ">" && tokens[at - 1].1 == "-";
        match tokens[at].1.as_str() {
            "<" => depth += 1,
            ">" if !arrow => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The parameters between a parenthesis and its partner.
fn parameters(tokens: &[(usize, String)], open: usize) -> Vec<(usize, Vec<&str>)> {
    let (mut depth, mut all, mut one) = (0_i32, Vec::new(), Vec::new());
    for at in open..tokens.len() {
        let (line, text) = (tokens[at].0, tokens[at].1.as_str());
        let arrow = at > 0 && text == ">" && tokens[at - 1].1 == "-";
        match text {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            ">" if !arrow => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && text == "," {
            all.push(std::mem::take(&mut one));
        } else if at > open {
            one.push((line, text));
        }
    }
    all.push(one);
    all.into_iter().filter_map(lined).collect()
}

fn lined(one: Vec<(usize, &str)>) -> Option<(usize, Vec<&str>)> {
    Some((one.first()?.0, one.into_iter().map(|(_, text)| text).collect()))
}

#[derive(Debug)]
struct Token {
    line: usize,
    text: String,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn bump(&mut self) -> char {
        let c = self.peek(0);
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        c
    }

    fn run(mut self, source: &mut Source) -> Vec<Token> {
        let mut tokens = Vec::new();
        while self.at < self.chars.len() {
            let line = self.line;
            match (self.peek(0), self.peek(1)) {
                ('/', '/') => {
                    let mut text = String::new();
                    while self.at < self.chars.len() && self.peek(0) != '\n' {
                        text.push(self.bump());
                    }
                    source.comments.push((line, text.trim_start_matches(['/', '!']).trim().to_owned()));
                }
                ('/', '*') => self.block_comment(source),
                ('"', _) => self.string(None, source),
                ('\'', _) => self.quote(),
                (c, _) if c.is_alphabetic() || c == '_' => {
                    if let Some(word) = self.word(source) {
                        tokens.push(Token { line, text: word });
                    }
                }
                (':', ':') => {
                    self.at += 2;
                    tokens.push(Token { line, text: "::".to_owned() });
                }
                (c, _) => {
                    self.bump();
                    if !c.is_whitespace() {
                        tokens.push(Token { line, text: c.to_string() });
                    }
                }
            }
        }
        tokens
    }

    fn block_comment(&mut self, source: &mut Source) {
        let (mut depth, mut line, mut text) = (0_usize, self.line, String::new());
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => {
                    depth += 1;
                    self.at += 2;
                }
                ('*', '/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        break;
                    }
                }
                ('\n', _) => {
                    source.comments.push((line, text.trim_matches(['*', ' ', '!']).to_owned()));
                    text.clear();
                    self.bump();
                    line = self.line;
                }
                _ => text.push(self.bump()),
            }
        }
        source.comments.push((line, text.trim_matches(['*', ' ', '!']).to_owned()));
    }

    /// A literal; `raw` is the number of its `#` signs when it is a raw one, which knows no escapes.
    fn string(&mut self, raw: Option<usize>, source: &mut Source) {
        let line = self.line;
        self.bump();
        let mut text = String::new();
        while self.at < self.chars.len() {
            match self.bump() {
                '\\' if raw.is_none() => {
                    self.bump();
                }
                '"' if (0..raw.unwrap_or(0)).all(|ahead| self.peek(ahead) == '#') => {
                    self.at += raw.unwrap_or(0);
                    break;
                }
                c => text.push(c),
            }
        }
        source.strings.push((line, text));
    }

    /// A character literal, or the apostrophe of a lifetime.
    fn quote(&mut self) {
        self.bump();
        if self.peek(0) == '\\' {
            self.at += 2;
            while self.at < self.chars.len() && self.bump() != '\'' {}
        } else if self.peek(1) == '\'' {
            self.at += 2;
        }
    }

    /// A word; or a literal with a prefix (`r#"…"#`, `b"…"`, `br"…"`), which yields none.
    fn word(&mut self, source: &mut Source) -> Option<String> {
        let mut text = String::new();
        while self.peek(0).is_alphanumeric() || self.peek(0) == '_' {
            text.push(self.bump());
        }
        let raw = matches!(text.as_str(), "r" | "br" | "cr");
        let mut hashes = 0;
        while raw && self.peek(hashes) == '#' {
            hashes += 1;
        }
        if (raw || matches!(text.as_str(), "b" | "c")) && self.peek(hashes) == '"' {
            self.at += hashes;
            self.string(raw.then_some(hashes), source);
            return None;
        }
        Some(text)
    }
}

struct Paths<'a> {
    tokens: &'a [Token],
    at: usize,
    found: Vec<Path>,
    /// Open inline modules: the brace depth inside, and the line where tests begin.
    modules: Vec<(usize, Option<usize>)>,
    tests: Vec<(usize, usize)>,
}

impl Paths<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text.as_str())
    }

    fn run(&mut self) {
        let (mut depth, mut test_attribute) = (0_usize, false);
        while self.at < self.tokens.len() {
            let here = self.found.len();
            match self.text(0) {
                "use" => {
                    self.at += 1;
                    self.tree(&[]);
                    test_attribute = false;
                }
                "mod" if self.text(2) == "{" => {
                    depth += 1;
                    self.modules.push((depth, test_attribute.then(|| self.tokens[self.at].line)));
                    self.at += 3;
                    test_attribute = false;
                }
                "{" => {
                    depth += 1;
                    test_attribute = false;
                    self.at += 1;
                }
                "}" => {
                    if let Some((_, Some(first))) = self.modules.pop_if(|(open, _)| *open == depth) {
                        self.tests.push((first, self.tokens[self.at].line));
                    }
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                "cfg" if self.text(1) == "(" && self.text(2) == "test" => {
                    test_attribute = true;
                    self.at += 3;
                }
                _ => self.plain(),
            }
            for path in &mut self.found[here..] {
                path.inline_depth = self.modules.len();
            }
        }
    }

    fn push(&mut self, segments: Vec<String>, line: usize, bound_to: Option<String>) {
        self.found.push(Path { line, segments, bound_to, inline_depth: 0 });
    }

    /// `a::b::c` outside a `use`.
    fn plain(&mut self) {
        let Some(token) = self.tokens.get(self.at) else { return };
        let line = token.line;
        if !token.is_word() {
            self.at += 1;
            return;
        }
        let mut segments = vec![token.text.clone()];
        self.at += 1;
        while self.text(0) == "::" && self.tokens.get(self.at + 1).is_some_and(Token::is_word) {
            segments.push(self.text(1).to_owned());
            self.at += 2;
        }
        if segments.len() > 1 {
            self.push(segments, line, None);
        }
    }

    /// One branch of a `use` tree, up to `,`, `}` or `;`.
    fn tree(&mut self, prefix: &[String]) {
        let mut segments = prefix.to_vec();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.text(0) {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !matches!(self.text(0), "}" | "") {
                        self.tree(&segments);
                        if self.text(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "as" => {
                    let name = self.text(1).to_owned();
                    self.at += 2;
                    return self.push(segments, line, Some(name));
                }
                "self" if !segments.is_empty() => self.at += 1,
                "," | "}" | ";" | "" => {
                    let name = segments.last().cloned();
                    return self.push(segments, line, name);
                }
                word => {
                    segments.push(word.to_owned());
                    self.at += 1;
                }
            }
        }
    }
}
