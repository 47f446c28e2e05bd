//! What the form says, and whether it can be so.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use jiff::civil::Date;

use crate::{
    catalog::content::ContentSet,
    domain::name::text_key,
    ingest::export::{is_litter, is_unfinished},
    state::access::{
        password_rules::{LEAST, check_password},
        user_name::is_user_name,
    },
    warehouse::{OfficeName, WarehouseError, list_offices},
    web::{
        ServedSite,
        auth::form::FormFields,
        finding::agency_finder::{code_of_offer, offer_name},
        http::error::WebError,
    },
};

/// Holds what somebody filled in.
#[derive(Debug, Clone, Default)]
pub struct FirstRunAnswers {
    /// The office, as it was typed.
    pub office: String,
    pub name: String,
    pub password: String,
    /// The password once more.
    pub again: String,
    pub inbox: String,
}

impl FirstRunAnswers {
    /// Reads what a form sends.
    pub fn of_form(fields: &FormFields) -> Self {
        let text = |name: &str| fields.field_value(name).trim().to_owned();
        Self {
            office: text("office"),
            name: text("name"),
            password: fields.field_value("password").to_owned(),
            again: fields.field_value("again").to_owned(),
            inbox: text("inbox"),
        }
    }

    /// Says why name or password cannot be taken, in a sentence; `None` where both can.
    pub fn user_fault(&self, site: &ServedSite) -> Option<String> {
        if !is_user_name(&self.name) {
            return Some(site.say("admin.bad_name", &[]));
        }
        let told = |id: &str| site.say(&format!("account.{id}"), &[("least", &LEAST.to_string())]);
        if self.password != self.again {
            return Some(told("not_the_same"));
        }
        check_password(&self.name, &self.password).err().map(|fault| told(fault.id()))
    }

    /// Says why exports cannot be dropped there, in a sentence; `None` where they can, and then the folder is made.
    pub fn inbox_fault(&self, site: &ServedSite) -> Option<String> {
        let folder = Path::new(&self.inbox);
        let told = |id: &str| Some(site.say(&format!("first_run.{id}"), &[("path", &self.inbox)]));
        if !folder.is_absolute() {
            return told("inbox_relative");
        }
        let checked = || {
            if settle_path(folder)?.starts_with(site.data.canonicalize()?) {
                return Ok(told("inbox_inside"));
            }
            // What lies there would be taken in, moved, and removed after a month.
            if holds_files(folder)? {
                return Ok(told("inbox_in_use"));
            }
            fs::create_dir_all(folder).map(|()| None)
        };
        checked().unwrap_or_else(|error: io::Error| {
            let said = [("path", &*self.inbox), ("problem", &error.to_string())];
            Some(site.say("first_run.inbox_unmade", &said))
        })
    }
}

/// Follows links and `..` of a path as far as it is there; the rest is to be made.
fn settle_path(path: &Path) -> io::Result<PathBuf> {
    let there = path.ancestors().find(|it| it.exists()).unwrap_or(path);
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    Ok(there.canonicalize()?.join(rest))
}

/// Tells whether a folder, which need not be there, holds files that an inbox would take in.
fn holds_files(folder: &Path) -> io::Result<bool> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.path().is_file() && !is_litter(&name) && !is_unfinished(&name) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Says which office was meant.
pub enum NamedOffice {
    /// Nothing was typed: of no agency in particular.
    Blank,
    Found(OfficeName),
    Unknown,
    /// Several are called so.
    Several,
}

/// Lists the agencies of a day as the page offers them: whose they are stands with them, since many communes have one name.
pub fn offered_offices(offices: &[OfficeName]) -> Vec<String> {
    offices.iter().map(|office| offer_name(&full_name(office), &office.code)).collect()
}

/// The name of an office with that of what it stands under.
pub fn full_name(office: &OfficeName) -> String {
    match &office.parent_name {
        Some(parent) => format!("{}, {parent}", office.name),
        None => office.name.clone(),
    }
}

/// Finds the office that a text names: by its code, as the list offers it, or by a name that only one has.
pub fn find_office(offices: &[OfficeName], text: &str) -> NamedOffice {
    if text.is_empty() {
        return NamedOffice::Blank;
    }
    let code = code_of_offer(text);
    if let Some(office) = offices.iter().find(|office| office.code == code) {
        return NamedOffice::Found(office.clone());
    }
    let key = text_key(text);
    let is_called =
        |office: &&OfficeName| text_key(&office.name) == key || text_key(&full_name(office)) == key;
    let mut called = offices.iter().filter(is_called);
    match (called.next(), called.next()) {
        (Some(office), None) => NamedOffice::Found(office.clone()),
        (Some(_), Some(_)) => NamedOffice::Several,
        (None, _) => NamedOffice::Unknown,
    }
}

/// Lists the agencies there are on a day, by the registry of the content.
pub fn load_offices(content: &ContentSet, on: Date) -> Result<Vec<OfficeName>, WebError> {
    let internal = |cause: String| WebError::Internal { cause };
    let scratch = tempfile::tempdir().map_err(|error| internal(error.to_string()))?;
    list_offices(content, on, scratch.path())
        .map_err(|error: WarehouseError| internal(error.to_string()))
}
