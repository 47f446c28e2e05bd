//! A statement of the content as Spark reads it.

use std::path::Path;

use super::super::increment::content_statement::{
    ContentStatement, StatementPart, StatementTarget,
};

/// How many words stand before the question of a statement that makes a relation: `create table x as`.
const HEAD_WORDS: usize = 4;

/// Writes a statement, whose tables lie in a folder each of `out`; `None` where it makes nothing known.
pub fn write_statement(statement: &ContentStatement, out: &Path) -> Option<String> {
    let text = write_parts(statement);
    Some(match statement.target()? {
        StatementTarget::Table(name) => format!(
            "create table {} using parquet location {} as {}",
            spark_ident(&name),
            spark_literal(&out.join(&name).to_string_lossy()),
            after_head(&text)
        ),
        StatementTarget::View(name) => {
            format!(
                "create or replace temporary view {} as {}",
                spark_ident(&name),
                after_head(&text)
            )
        }
        StatementTarget::Rows(_) => text.trim().to_owned(),
    })
}

/// Writes a text: a backslash is one, as in the other engine.
pub fn spark_literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Writes a name.
pub fn spark_ident(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn write_parts(statement: &ContentStatement) -> String {
    let written = statement.parts().iter().map(|part| match part {
        StatementPart::Code(code) => code.clone(),
        StatementPart::Text(text) => spark_literal(text),
        StatementPart::Name(name) => spark_ident(name),
    });
    written.collect()
}

/// What stands behind the words that say what is made.
fn after_head(text: &str) -> &str {
    let mut rest = text.trim();
    for _ in 0..HEAD_WORDS {
        rest = rest.find(char::is_whitespace).map_or("", |end| rest[end..].trim_start());
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warehouse::increment::content_statement::split_statements;
    use rstest::rstest;

    #[rstest]
    #[case::a_table(
        "-- of x\ncreate table known as\nselect 1 as a",
        "create table `known` using parquet location '/out/known' as select 1 as a"
    )]
    #[case::a_view(
        "create view \"left\" as select 1",
        "create or replace temporary view `left` as select 1"
    )]
    #[case::rows("insert into told select 'a' -- it's\n", "insert into told select 'a'")]
    #[case::a_text_with_a_quote(
        "insert into told select 'it''s'",
        r"insert into told select 'it\'s'"
    )]
    #[case::a_backslash_is_one(r"insert into told select '\d'", r"insert into told select '\\d'")]
    #[case::a_name_between_quotes(
        "insert into told select \"cross\"",
        "insert into told select `cross`"
    )]
    fn a_statement_is_the_same_in_other_dress(#[case] sql: &str, #[case] written: &str) {
        let statements = split_statements(sql).expect("split");
        let out = write_statement(&statements[0], Path::new("/out"));
        assert_eq!(out.as_deref(), Some(written));
    }

    #[test]
    fn what_makes_nothing_known_is_not_written() {
        let statements = split_statements("update dossier set status = 'x'").expect("split");
        assert_eq!(write_statement(&statements[0], Path::new("/out")), None);
    }
}
