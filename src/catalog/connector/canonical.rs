//! What rows of a kind must say: the columns of its table in `queries/schema/` that cannot be empty.

use super::{
    super::{
        CatalogError,
        content::ContentSet,
        phrases::{
            telling::worded_errors,
            wording::{ErrorWording, WordedError as _},
        },
    },
    Connector,
    column_format::ColumnFormat,
    extra::extra_name,
};

worded_errors! {
    /// Says what is wrong with the columns of a connector.
    #[derive(Debug)]
    pub enum ConnectorProblem {
        "content.no_kind" => NoKind { yields: String, kinds: &'static str },
        "content.no_column" => NoColumn { yields: String, name: String, known: String },
        "content.format_kind" => FormatKind { heading: String },
        "content.format_days" => FormatDays { format: String },
        "content.format_numbers" => FormatNumbers { format: String },
        "content.lacks" => Lacks { yields: String, missing: String },
    }
}

/// Columns that come from the source of a row, not from its text; a period may.
const FROM_SOURCE: [&str; 6] =
    ["snapshot_at", "source_id", "source_number", "source_sheet", "source_row", "period_id"];

/// A column of a table, and whether it can be empty.
struct CanonicalColumn {
    name: String,
    data_type: String,
    is_needed: bool,
}

/// Refuses a connector of a kind there is no table for, that names a column the table has not, or lacks one it needs.
pub fn check_connector(content: &ContentSet, connector: &Connector) -> Result<(), CatalogError> {
    let path = connector.path.as_str();
    let text = content.file_text(path)?;
    let refused = |needle: &str, problem: ConnectorProblem| {
        let at = text.find(needle).map(|at| at..at + needle.len());
        let told = problem.wording().unwrap_or_else(|| ErrorWording::new("content.no_kind"));
        Err(CatalogError::hinted_at(path, text, at, told))
    };
    let yields = connector.yields.clone();
    let kind = format!("\"{}\"", connector.yields);
    let Some(columns) = schema_columns(content, &connector.table_name()) else {
        let kinds = "dossier, figure, petition, survey, procedure, plan_task, index_result";
        return refused(&kind, ConnectorProblem::NoKind { yields, kinds });
    };
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    // A second column may name an agency once more, to be held against the first.
    let is_agency = |name: &str| name == "agency_code" || name.ends_with("_agency");
    let is_there = |name: &str| {
        has(name) || name.strip_suffix("_also").is_some_and(|of| is_agency(of) && has(of))
    };
    let mapped = connector.columns.iter().filter_map(|column| column.is.as_deref());
    let constants = connector.constant.keys().map(String::as_str);
    for name in mapped.filter(|name| extra_name(name).is_none()).chain(constants) {
        if !is_there(name) {
            let known = columns.iter().map(|column| column.name.as_str());
            let mut known: Vec<&str> = known.filter(|name| !is_own(name)).collect();
            known.sort_by(|a, b| {
                strsim::jaro_winkler(b, name).total_cmp(&strsim::jaro_winkler(a, name))
            });
            let (name, known) = (name.to_owned(), known.join(", "));
            return refused(&name.clone(), ConnectorProblem::NoColumn { yields, name, known });
        }
    }
    for (named, format) in
        connector.columns.iter().filter_map(|column| Some((column, column.format.as_ref()?)))
    {
        let is_of = |column: &&CanonicalColumn| named.is.as_ref() == Some(&column.name);
        // What staging.sql makes of a text is not the text.
        let found = columns.iter().find(is_of).filter(|_| connector.staging.is_none());
        let (heading, told) = (named.heading.clone(), format.clone());
        match found.map(|column| column.data_type.as_str()) {
            Some("timestamp") if ColumnFormat::parse_days(format).is_some() => {}
            Some("timestamp") => {
                return refused(format, ConnectorProblem::FormatDays { format: told });
            }
            Some("bigint" | "decimal") if ColumnFormat::parse_numbers(format).is_some() => {}
            Some("bigint" | "decimal") => {
                return refused(format, ConnectorProblem::FormatNumbers { format: told });
            }
            _ => return refused(format, ConnectorProblem::FormatKind { heading }),
        }
    }
    let needed =
        columns.iter().filter(|column| column.is_needed && !fills_column(connector, &column.name));
    let missing: Vec<String> = needed.map(|column| format!("`{}`", column.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    refused(&kind, ConnectorProblem::Lacks { yields, missing: missing.join(", ") })
}

/// The columns without which there is no row of a kind.
pub fn needed_columns(content: &ContentSet, kind: &str) -> Vec<String> {
    let columns = schema_columns(content, &format!("{kind}_version")).unwrap_or_default();
    columns.into_iter().filter(|column| column.is_needed).map(|column| column.name).collect()
}

/// The columns that `is` may name, of rows of a kind.
pub fn nameable_columns(content: &ContentSet, kind: &str) -> Vec<String> {
    let columns = schema_columns(content, &format!("{kind}_version")).unwrap_or_default();
    let names = columns.into_iter().map(|column| column.name);
    names.filter(|name| !is_own(name)).collect()
}

/// Whether the program itself fills a column in.
fn is_own(name: &str) -> bool {
    (FROM_SOURCE.contains(&name) && name != "period_id")
        || matches!(name, "unreadable_columns" | "extra")
}

/// Whether a connector fills a column in: from the export, with a constant, or in its SQL.
fn fills_column(connector: &Connector, name: &str) -> bool {
    if connector.constant.contains_key(name) {
        return true;
    }
    match &connector.staging {
        Some(staging) => {
            let all = staging.sql.contains("select *") || staging.sql.contains(".*");
            let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
            all || staging.sql.split(|letter| !is_of_word(letter)).any(|word| word == name)
        }
        None => connector.columns.iter().any(|column| column.is.as_deref() == Some(name)),
    }
}

/// The columns of a table as the schema creates it; `None` where it creates none of that name.
fn schema_columns(content: &ContentSet, table: &str) -> Option<Vec<CanonicalColumn>> {
    let begins = format!("create table {table} (");
    let file = content.list_files("queries/schema/", ".sql").find_map(|file| {
        file.to_text().ok()?.split_once(&begins).map(|(_, columns)| columns.to_owned())
    })?;
    let lines = file.lines().map(str::trim).take_while(|line| !line.starts_with(')'));
    let column = |line: &str| {
        let name = line.split_whitespace().next()?;
        let is_needed = line.contains(" not null") && !FROM_SOURCE.contains(&name);
        let data_type = line.split([' ', ',', '(']).nth(1).unwrap_or_default().to_owned();
        Some(CanonicalColumn { name: name.to_owned(), data_type, is_needed })
    };
    Some(lines.filter(|line| !line.starts_with("--")).filter_map(column).collect())
}
