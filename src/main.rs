//! The `signet` binary: hands over to the command line.

fn main() -> std::process::ExitCode {
    signet::cli::run()
}
