//! Which of the connectors that fit a document reads it, and at which of its places.

use super::{
    cell::is_root,
    refusal::{is_error, no_records_error, shown_pointer},
    survey::{DocumentSurvey, RecordPlace},
};
use crate::{
    catalog::connector::{Connector, ConnectorColumn},
    domain::source::PassedRows,
    ingest::{
        Export, IngestError, connector_detection::choose_connector, table::header::NearMatch,
    },
};

/// Where the records of one connector stand.
#[derive(Debug)]
pub struct RecordChoice<'a, 's> {
    pub connector: &'a Connector,
    /// The first is the one the connector names, or the one with the most columns.
    pub places: Vec<&'s RecordPlace>,
}

/// The connector that finds the most of its columns, all places where it finds them included.
pub fn choose_records<'a, 's>(
    export: &Export,
    survey: &'s DocumentSurvey,
    connectors: &[&'a Connector],
) -> Result<RecordChoice<'a, 's>, IngestError> {
    let mut found = Vec::new();
    for connector in connectors {
        if let Some((is_named, places)) = find_places(survey, connector) {
            let columns = places.iter().map(|place| count_columns(place, connector)).max();
            found.push((is_named, (*connector, columns.unwrap_or(0), places)));
        }
    }
    // A place that a connector names is surer than one found by the names of the records.
    if found.iter().any(|(is_named, _)| *is_named) {
        found.retain(|(is_named, _)| *is_named);
    }
    let found: Vec<_> = found.into_iter().map(|(_, found)| found).collect();
    let widest = survey.places.iter().max_by_key(|place| place.names.len());
    let names = widest.map(|place| place.names.as_slice()).unwrap_or_default();
    let is_nameless = survey.nameless.is_some() && !survey.places.iter().any(|place| place.is_list);
    let has_names = survey.places.iter().any(|place| !place.names.is_empty());
    if found.is_empty() && (is_nameless || !has_names || is_error(survey)) {
        return Err(no_records_error(export, survey));
    }
    let near = |connector: &Connector| near_match(names, connector);
    let (connector, places) = choose_connector(export, found, &near, connectors)?;
    Ok(RecordChoice { connector, places })
}

/// Whether a connector names one of its places, and all where its records stand: those it names first. One that names a
/// bare list among them knows its records by their names alone, wherever they stand.
fn find_places<'s>(
    survey: &'s DocumentSurvey,
    connector: &Connector,
) -> Option<(bool, Vec<&'s RecordPlace>)> {
    let named =
        |place: &RecordPlace| connector.records.iter().position(|one| *one == place.pointer);
    let is_read = |place: &&RecordPlace| {
        named(place).is_some() || connector.records.iter().any(String::is_empty)
    };
    let mut places: Vec<&RecordPlace> = (survey.places.iter())
        .filter(is_read)
        .filter(|place| has_required(place, connector))
        .collect();
    places.sort_by_key(|place| {
        let most = std::cmp::Reverse(count_columns(place, connector));
        (named(place).unwrap_or(usize::MAX), most)
    });
    let is_named = named(places.first()?).is_some();
    let beside = survey.places.iter().filter(|place| {
        named(place).is_some() && !has_required(place, connector) && is_own_line(place, connector)
    });
    places.extend(beside);
    let mut kept: Vec<&RecordPlace> = Vec::new();
    for place in places {
        // What stands inside of the records of a list is found there when they are read.
        let is_inside = |list: &&RecordPlace| {
            list.is_list && place.pointer.starts_with(&format!("{}/*/", list.pointer))
        };
        if !kept.iter().any(is_inside) {
            kept.push(place);
        }
    }
    Some((is_named, kept))
}

/// Whether an object at a place that the connector names is the line of the agency above those of the list, which says
/// less than they do: its key, and something of it.
fn is_own_line(place: &RecordPlace, connector: &Connector) -> bool {
    let key = connector.columns.iter().find(|column| column.required);
    !place.is_list
        && key.is_some_and(|key| has_column(&place.names, key))
        && count_columns(place, connector) > 1
}

/// How near a connector comes to records with these names.
fn near_match(names: &[String], connector: &Connector) -> NearMatch {
    let columns = || connector.columns.iter();
    let missing = columns().filter(|column| column.required && !has_column(names, column));
    let is_known = |name: &&String| columns().any(|column| is_root(column, name));
    NearMatch {
        found: columns().filter(|column| has_column(names, column)).count(),
        missing: missing.map(|column| column.heading.clone()).collect(),
        unknown: names.iter().filter(|name| !is_known(name)).cloned().collect(),
    }
}

/// Tells whether one of the names is the outermost one of the column.
pub fn has_column(names: &[String], column: &ConnectorColumn) -> bool {
    names.iter().any(|name| is_root(column, name))
}

fn has_required(place: &RecordPlace, connector: &Connector) -> bool {
    let mut required = connector.columns.iter().filter(|column| column.required);
    place.records > 0 && required.all(|column| has_column(&place.names, column))
}

fn count_columns(place: &RecordPlace, connector: &Connector) -> usize {
    connector.columns.iter().filter(|column| has_column(&place.names, column)).count()
}

impl RecordChoice<'_, '_> {
    /// Whether a place is one that is read, or stands inside of a record that is.
    pub fn covers_pointer(&self, pointer: &str) -> bool {
        self.places.iter().any(|place| {
            let inside = pointer.strip_prefix(place.pointer.as_str());
            let is_own = |rest: &str| {
                let name = rest.trim_start_matches("/*").trim_start_matches('/');
                let name = name.split('/').next().unwrap_or(name);
                self.connector.columns.iter().any(|column| is_root(column, name))
            };
            inside.is_some_and(|rest| rest.is_empty() || rest.starts_with("/*/") || is_own(rest))
        })
    }

    /// Lists of records that look like this connector's and lack some of what it needs: they are counted as rejected.
    pub fn passed_lists(&self, survey: &DocumentSurvey) -> Vec<PassedRows> {
        let lists = survey
            .places
            .iter()
            .filter(|place| place.is_list && !self.covers_pointer(&place.pointer));
        let required = || self.connector.columns.iter().filter(|column| column.required);
        let mut passed = Vec::new();
        for place in lists {
            let missing: Vec<&str> = required()
                .filter(|column| !has_column(&place.names, column))
                .map(|column| column.heading.as_str())
                .collect();
            let key = required().next().is_some_and(|column| has_column(&place.names, column));
            let known = count_columns(place, self.connector);
            let is_alike = known > 1 && known * 2 >= place.names.len();
            if key || is_alike || missing.len() * 2 <= required().count() {
                let hint = if missing.is_empty() { None } else { Some(missing.join(", ")) };
                passed.push(PassedRows {
                    sheet: Some(place.pointer.clone()),
                    first: 1,
                    last: place.records,
                    reason: Some("other_records".into()),
                    hint,
                });
            }
        }
        if let Some((pointer, rows)) = &survey.nameless {
            passed.push(PassedRows {
                sheet: Some(shown_pointer(pointer).to_owned()),
                first: 1,
                last: *rows,
                reason: Some("other_records".into()),
                hint: None,
            });
        }
        passed
    }

    /// Names that no column claims, and lists of something else, with how many items they have.
    pub fn ignored_names(&self, survey: &DocumentSurvey) -> Vec<String> {
        let mut ignored: Vec<String> = Vec::new();
        for name in self.places.iter().flat_map(|place| &place.names) {
            let is_claimed = self.connector.columns.iter().any(|column| is_root(column, name));
            let is_envelope = survey.places.iter().any(|inner| {
                self.covers_pointer(&inner.pointer) && inner.pointer.ends_with(&format!("/{name}"))
            });
            if !is_claimed && !is_envelope && !ignored.contains(name) {
                ignored.push(name.clone());
            }
        }
        let passed = self.passed_lists(survey);
        let is_passed = |place: &RecordPlace| {
            passed.iter().any(|rows| rows.sheet.as_ref() == Some(&place.pointer))
        };
        let lists = survey.places.iter().filter(|place| {
            place.is_list && !self.covers_pointer(&place.pointer) && !is_passed(place)
        });
        ignored.extend(lists.map(|place| format!("{} ({})", place.pointer, place.records)));
        ignored
    }
}
