//! What a statement of the content reads and writes, as far as its words say it: never less than it does.

use std::collections::BTreeSet;

use super::{
    super::engine::{quote_ident, quote_literal},
    table_places::TablePlaces,
};

/// Words by which a statement may read what it does not name, or may say something else tomorrow.
const OPAQUE: [&str; 28] = [
    "age",
    "attach",
    "copy",
    "current_date",
    "current_localtime",
    "current_localtimestamp",
    "current_query",
    "current_time",
    "current_timestamp",
    "execute",
    "gen_random_uuid",
    "get_current_time",
    "get_current_timestamp",
    "getvariable",
    "localtime",
    "localtimestamp",
    "nextval",
    "now",
    "query",
    "query_table",
    "random",
    "tablesample",
    "today",
    "transaction_timestamp",
    "txid_current",
    "uuid",
    "uuidv4",
    "uuidv7",
];

/// What a statement makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementTarget {
    /// A table of its own.
    Table(String),
    /// A view.
    View(String),
    /// Rows of a table that others fill too.
    Rows(String),
}

impl StatementTarget {
    /// Names the relation.
    pub fn name(&self) -> &str {
        match self {
            Self::Table(name) | Self::View(name) | Self::Rows(name) => name,
        }
    }

    /// Writes the statement that takes it back; `name` is its name as SQL writes it.
    pub fn take_back(&self, name: &str) -> String {
        match self {
            Self::Table(_) => format!("drop table {name}"),
            Self::View(_) => format!("drop view {name}"),
            Self::Rows(_) => format!("delete from {name}"),
        }
    }
}

/// A piece of a statement, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementPart {
    Code(String),
    /// What a text between quotes says.
    Text(String),
    /// A name between quotes.
    Name(String),
}

/// A statement as its words, in small letters: names and keywords, nothing of texts and comments.
#[derive(Debug, Default)]
pub struct ContentStatement {
    words: Vec<String>,
    parts: Vec<StatementPart>,
}

impl ContentStatement {
    /// Tells what it makes; `None` where that is nothing known.
    pub fn target(&self) -> Option<StatementTarget> {
        let words: Vec<&str> = self.words.iter().take(4).map(String::as_str).collect();
        match words[..] {
            ["create", "table", name, "as"] => Some(StatementTarget::Table(name.to_owned())),
            ["create", "view", name, "as"] => Some(StatementTarget::View(name.to_owned())),
            ["insert", "into", name, _] => Some(StatementTarget::Rows(name.to_owned())),
            _ => None,
        }
    }

    /// Tells whether what it reads is what it names, today as tomorrow.
    pub fn is_plain(&self) -> bool {
        !self.words.iter().any(|word| OPAQUE.contains(&word.as_str()))
    }

    /// Its pieces in their order, without comments and the mark at its end.
    pub fn parts(&self) -> &[StatementPart] {
        &self.parts
    }

    /// Writes it as the engine reads it, without comments.
    pub fn to_sql(&self) -> String {
        let written = self.parts.iter().map(|part| match part {
            StatementPart::Code(code) => code.clone(),
            StatementPart::Text(text) => quote_literal(text),
            StatementPart::Name(name) => quote_ident(name),
        });
        written.collect()
    }

    fn push_code(&mut self, code: &str) {
        match self.parts.last_mut() {
            Some(StatementPart::Code(before)) => before.push_str(code),
            _ => self.parts.push(StatementPart::Code(code.to_owned())),
        }
    }

    /// Collects its words.
    pub fn words(&self) -> BTreeSet<&str> {
        self.words.iter().map(String::as_str).collect()
    }
}

/// Splits the SQL of a file into its statements; `None` where a text or a comment does not end.
pub fn split_statements(sql: &str) -> Option<Vec<ContentStatement>> {
    let mut statements = vec![ContentStatement::default()];
    let mut places = TablePlaces::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let statement = statements.last_mut()?;
        let words = &mut statement.words;
        if rest.starts_with("--") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") || rest.starts_with('$') {
            // Comments of several lines nest, texts between dollars have any end: the content has neither.
            return None;
        } else if first == '\'' || first == '"' {
            let before = words.last().map_or("", String::as_str);
            // A text with escapes of its own ends elsewhere or says something else; one right behind another is its second half.
            let is_escaped = sql[..sql.len() - rest.len()].ends_with('&');
            let is_half = first == '\'' && (before == "e" || places.is_behind_text());
            if is_escaped || is_half {
                return None;
            }
            let (quoted, after) = read_quoted(rest, first)?;
            // The engine takes a text for a table's name where one is due: behind a comma too.
            if first == '"' || places.is_due() {
                words.push(quoted.to_lowercase());
            }
            places.pass_quoted(first == '\'');
            statement.parts.push(match first {
                '"' => StatementPart::Name(quoted),
                _ => StatementPart::Text(quoted),
            });
            rest = after;
        } else if first.is_alphanumeric() || first == '_' {
            let is_end = |letter: char| !letter.is_alphanumeric() && letter != '_';
            let (word, after) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
            words.push(word.to_lowercase());
            places.pass_word(words.last()?);
            statement.push_code(word);
            rest = after;
        } else {
            if first == ';' {
                statements.push(ContentStatement::default());
            } else {
                statement.push_code(&rest[..first.len_utf8()]);
            }
            if !first.is_whitespace() {
                places.pass_sign(first);
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    statements.retain(|statement| !statement.words.is_empty());
    Some(statements)
}

/// Reads what stands between quotes, a doubled one being one of it.
fn read_quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut read = String::new();
    let mut rest = &text[quote.len_utf8()..];
    loop {
        let end = rest.find(quote)?;
        read.push_str(&rest[..end]);
        rest = &rest[end + quote.len_utf8()..];
        let Some(after) = rest.strip_prefix(quote) else { return Some((read, rest)) };
        read.push(quote);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_table("-- of x\ncreate table dossier as\nselect 1", Some(StatementTarget::Table("dossier".into())))]
    #[case::a_view("create view \"Known\" as select 1", Some(StatementTarget::View("known".into())))]
    #[case::rows("insert into told_again\nselect 1", Some(StatementTarget::Rows("told_again".into())))]
    #[case::something_else("update dossier set status = 'x'", None)]
    #[case::another_kind_of_table("create temp table x as select 1", None)]
    #[case::a_table_without_rows("create table x (y integer)", None)]
    fn a_statement_says_what_it_makes(#[case] sql: &str, #[case] target: Option<StatementTarget>) {
        let statements = split_statements(sql).expect("split");
        assert_eq!(statements.len(), 1);
        assert_eq!(statements[0].target(), target);
    }

    #[rstest]
    #[case::names("select a.b from main.dossier as x join \"source\" using (id)", "dossier", true)]
    #[case::between_quotes("select a from \"source\"", "source", true)]
    #[case::no_texts("select 'dossier', 'it''s dossier' from known", "dossier", false)]
    #[case::a_text_in_the_place_of_a_table("select 1 from 'dossier'", "dossier", true)]
    #[case::behind_a_comma("select 1 from known, 'dossier'", "dossier", true)]
    #[case::behind_a_comma_and_a_name(
        "select 1 from known as k (a), -- x\n 'Dossier' d",
        "dossier",
        true
    )]
    #[case::behind_a_join("select 1 from known join source on x = 'a', 'dossier'", "dossier", true)]
    #[case::in_brackets("select 1 from ('dossier' join known using (id))", "dossier", true)]
    #[case::of_a_question_within("select (select 1 from known, 'dossier')", "dossier", true)]
    #[case::turned_round("pivot 'dossier' on status", "dossier", true)]
    #[case::first_of_all("from known, 'dossier' select 1", "dossier", true)]
    #[case::no_arguments("select 1 from range('a', 'dossier')", "dossier", false)]
    #[case::no_values_of_a_list(
        "select 1 from known join source on x in ('a', 'dossier')",
        "dossier",
        false
    )]
    #[case::no_values_of_rows("select 1 from (values ('a', 'dossier')) as x", "dossier", false)]
    #[case::no_columns_of_a_table(
        "select 1 from (select 'a', 'dossier' from known)",
        "dossier",
        false
    )]
    #[case::nothing_behind_the_tables(
        "select 1 from known where x group by 'a', 'dossier'",
        "dossier",
        false
    )]
    #[case::nothing_it_is_held_against(
        "select 1 from known join source on x = 'dossier'",
        "dossier",
        false
    )]
    #[case::no_comments("select 1 -- dossier\nfrom known", "dossier", false)]
    #[case::after_a_comment("select 1 -- it's\nfrom known", "known", true)]
    #[case::in_capitals("select 1 FROM Dossier", "dossier", true)]
    #[case::no_parts_of_words("select dossier_code from known", "dossier", false)]
    fn names_are_words_of_it(#[case] sql: &str, #[case] word: &str, #[case] is_there: bool) {
        let statements = split_statements(sql).expect("split");
        assert_eq!(statements[0].words().contains(word), is_there);
    }

    #[rstest]
    #[case::plain("select max(received_at) from dossier", true)]
    #[case::today("select today() from dossier", false)]
    #[case::the_age_of_something("select age(received_at) from dossier", false)]
    #[case::a_name_worked_out("select * from query_table('dossier')", false)]
    fn what_reads_more_than_it_names_is_not_plain(#[case] sql: &str, #[case] is_plain: bool) {
        assert_eq!(split_statements(sql).expect("split")[0].is_plain(), is_plain);
    }

    #[rstest]
    #[case::a_text_without_end("select 'x")]
    #[case::a_text_with_escapes(r"select e'a\'b' from x")]
    #[case::a_name_without_end("select \"x")]
    #[case::a_long_comment("select 1 /* x */")]
    #[case::a_text_between_dollars("select $$x$$")]
    #[case::a_text_in_two_halves("select 1 from 'dos'\n'sier'")]
    #[case::a_text_of_numbered_letters("select 1 from U&'d\\006Fssier'")]
    fn what_cannot_be_told_apart_is_not_guessed(#[case] sql: &str) {
        assert!(split_statements(sql).is_none());
    }

    #[test]
    fn statements_are_split_where_they_end() {
        let statements = split_statements("select ';' as a;\n-- b; c\nselect 2;\n").expect("split");
        assert_eq!(statements.len(), 2);
    }

    #[test]
    fn a_statement_is_written_back_without_its_comments() {
        let statements =
            split_statements("select 'it''s' as \"a\"\"b\" -- c\nfrom x;").expect("split");
        assert_eq!(statements[0].to_sql(), "select 'it''s' as \"a\"\"b\" \nfrom x");
    }
}
