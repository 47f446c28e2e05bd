//! What a Spark that failed says of itself, as far as it may be shown.

/// Words beside which a secret may stand.
const SECRET: [&str; 7] =
    ["password", "passwd", "secret", "token", "credential", "access.key", "authorization"];

/// Signs by which the line is known that says why.
const TELLING: [&str; 5] =
    ["[", "Exception", "Error", "No space left on device", "Connection refused"];

/// At most so many lines, and letters of each.
const LINES: usize = 3;
const LETTERS: usize = 240;

/// Whether a disk was full, here or at a machine of the cluster.
pub fn is_of_full_disk(log: &str) -> bool {
    log.contains("No space left on device") || log.contains("Disk quota exceeded")
}

/// Picks the last lines that say why, without those that may hold a secret and without where in the program it was.
pub fn last_lines(log: &str) -> String {
    let is_shown = |line: &&str| {
        let small = line.to_lowercase();
        !line.is_empty()
            && !line.starts_with("at ")
            && !line.starts_with("...")
            && !SECRET.iter().any(|word| small.contains(word))
    };
    let shown: Vec<&str> = log.lines().map(str::trim).filter(is_shown).collect();
    let telling = |line: &&&str| TELLING.iter().any(|sign| line.contains(sign));
    let mut picked: Vec<&str> = shown.iter().rev().filter(telling).take(LINES).copied().collect();
    if picked.is_empty() {
        picked = shown.iter().rev().take(LINES).copied().collect();
    }
    picked.reverse();
    let cut = |line: &str| line.chars().take(LETTERS).collect::<String>();
    picked.into_iter().map(cut).collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_reason_and_not_the_place(
        "INFO started\norg.apache.spark.SparkException: [DIVIDE_BY_ZERO] Division by zero\n  at org.apache.Foo(Foo.scala:1)\n  ... 12 more\n",
        "org.apache.spark.SparkException: [DIVIDE_BY_ZERO] Division by zero"
    )]
    #[case::no_secret("Error: cannot log in, password=x\nError: cannot read", "Error: cannot read")]
    #[case::whatever_came_last("one\ntwo\nthree\nfour", "two | three | four")]
    #[case::nothing("", "")]
    fn the_last_lines_say_why(#[case] log: &str, #[case] told: &str) {
        assert_eq!(last_lines(log), told);
    }

    #[test]
    fn a_line_is_cut() {
        let told = last_lines(&"ạ".repeat(1000));
        assert_eq!(told.chars().count(), LETTERS);
    }
}
