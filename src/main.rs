//! Exit codes only; the command line is `motcua::cli`.

fn main() -> std::process::ExitCode {
    motcua::cli::run()
}
