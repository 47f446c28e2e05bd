//! What a page can change of the settings, and how it is written into the file.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::{
    recipient_list::RecipientList,
    table_edit::{
        EditProblem, find_schedule, keep_comments, make_table, remove_table, set_value, tables,
    },
};

/// Lists what a page can change.
#[derive(Debug, Clone)]
pub enum SettingsChange {
    SetMail(MailChange),
    SetOffice(OfficeChange),
    /// Of the schedule of that id, or of a new one.
    SetSchedule {
        old_id: Option<String>,
        schedule: ScheduleChange,
    },
    RemoveSchedule {
        id: String,
    },
    /// To a schedule, or to the contacts.
    AddRecipient {
        schedule: Option<String>,
        recipient: RecipientChange,
    },
    /// By the place in the list.
    RemoveRecipient {
        schedule: Option<String>,
        place: usize,
    },
}

/// Holds what the first page of a new server asks; what is none stays as it is.
#[derive(Debug, Clone, Default)]
pub struct OfficeChange {
    /// The agency the office answers for, by its code.
    pub scope: Option<String>,
    /// The folder exports are dropped into.
    pub inbox: Option<String>,
}

/// Holds the mail settings as a form says them.
#[derive(Debug, Clone, Default)]
pub struct MailChange {
    pub host: String,
    /// None for the usual one of the encryption.
    pub port: Option<u16>,
    pub tls: String,
    pub user: Option<String>,
    pub password: PasswordSource,
    pub from: String,
    pub owner: Option<String>,
}

/// Says where the password lies. A page names no file and no variable of its own: it could read what is not its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PasswordSource {
    /// Nowhere: the server asks for none.
    #[default]
    None,
    /// Where the file says.
    AsBefore,
    /// In the variable [`MailChange::VARIABLE`], or the file `_FILE` behind it names.
    Variable,
}

impl MailChange {
    /// The variable in which the program looks for the password.
    pub const VARIABLE: &str = "MOTCUA_MAIL__PASSWORD";
}

/// Holds a schedule as a form says it.
#[derive(Debug, Clone, Default)]
pub struct ScheduleChange {
    pub id: String,
    pub report: String,
    pub cron: String,
    pub period: String,
    pub formats: Vec<String>,
    pub to_each: Option<String>,
    pub when_incomplete: String,
    /// Besides those it has.
    pub recipient: Option<RecipientChange>,
}

/// Holds a recipient as a form says it.
#[derive(Debug, Clone, Default)]
pub struct RecipientChange {
    pub name: String,
    /// `mail`, `webhook`, `folder` or `role`.
    pub way: String,
    pub address: String,
    pub agency: Option<String>,
}

impl SettingsChange {
    /// Writes the change into a document. Fails where the file says it in a form that only a hand can change, and where what is to be
    /// changed is not there.
    pub(super) fn apply(&self, document: &mut DocumentMut) -> Result<(), EditProblem> {
        match self {
            Self::SetMail(mail) => mail.write(document),
            Self::SetOffice(office) => office.write(document),
            Self::SetSchedule { old_id, schedule } => schedule.write(document, old_id.as_deref()),
            Self::RemoveSchedule { id } => {
                let at = find_schedule(document, id)?;
                remove_table(document, "schedule", at)
            }
            Self::AddRecipient { schedule: Some(id), recipient } => {
                let at = find_schedule(document, id)?;
                let schedule = tables(document, "schedule")?.get_mut(at);
                let schedule = schedule.ok_or(EditProblem::Gone)?;
                RecipientList::of(schedule)?.push(&recipient.pairs());
                Ok(())
            }
            Self::AddRecipient { schedule: None, recipient } => {
                tables(document, "contact")?.push(make_table(&recipient.pairs()));
                Ok(())
            }
            Self::RemoveRecipient { schedule: Some(id), place } => {
                let at = find_schedule(document, id)?;
                let schedule = tables(document, "schedule")?.get_mut(at);
                let list = RecipientList::of(schedule.ok_or(EditProblem::Gone)?)?;
                let comments = list.remove(*place)?;
                keep_comments(document, &comments);
                Ok(())
            }
            Self::RemoveRecipient { schedule: None, place } => {
                remove_table(document, "contact", *place)
            }
        }
    }
}

impl OfficeChange {
    /// Tells whether there is anything to write.
    pub fn says_anything(&self) -> bool {
        self.scope.is_some() || self.inbox.is_some()
    }

    fn write(&self, document: &mut DocumentMut) -> Result<(), EditProblem> {
        if let Some(scope) = &self.scope {
            set_value(document.as_table_mut(), "scope", Some(scope.as_str().into()));
        }
        if let Some(folder) = &self.inbox {
            let inbox = document.entry("inbox").or_insert_with(|| Item::Table(Table::new()));
            let inbox = inbox.as_table_like_mut().ok_or(EditProblem::ByHand)?;
            set_value(inbox, "folder", Some(folder.as_str().into()));
        }
        Ok(())
    }
}

impl MailChange {
    fn write(&self, document: &mut DocumentMut) -> Result<(), EditProblem> {
        let mail = document.entry("mail").or_insert_with(|| Item::Table(Table::new()));
        let mail = mail.as_table_like_mut().ok_or(EditProblem::ByHand)?;
        set_value(mail, "host", Some(self.host.as_str().into()));
        set_value(mail, "port", self.port.map(|port| Value::from(i64::from(port))));
        let has_tls = mail.contains_key("tls") || self.tls != "starttls";
        set_value(mail, "tls", has_tls.then(|| self.tls.as_str().into()));
        set_value(mail, "user", self.user.as_deref().map(Value::from));
        match self.password {
            PasswordSource::AsBefore => {}
            PasswordSource::None => set_value(mail, "password", None),
            PasswordSource::Variable => {
                let mut from = InlineTable::new();
                from.insert("env", Self::VARIABLE.into());
                set_value(mail, "password", Some(Value::InlineTable(from)));
            }
        }
        set_value(mail, "from", Some(self.from.as_str().into()));
        set_value(mail, "owner", self.owner.as_deref().map(Value::from));
        Ok(())
    }
}

impl ScheduleChange {
    fn write(&self, document: &mut DocumentMut, old_id: Option<&str>) -> Result<(), EditProblem> {
        let at = old_id.map(|id| find_schedule(document, id)).transpose()?;
        let schedules: &mut ArrayOfTables = tables(document, "schedule")?;
        let at = at.unwrap_or_else(|| {
            schedules.push(Table::new());
            schedules.len() - 1
        });
        let schedule = schedules.get_mut(at).ok_or(EditProblem::Gone)?;
        set_value(schedule, "id", Some(self.id.as_str().into()));
        set_value(schedule, "report", Some(self.report.as_str().into()));
        set_value(schedule, "cron", Some(self.cron.as_str().into()));
        set_value(schedule, "period", Some(self.period.as_str().into()));
        let formats: Array = self.formats.iter().map(String::as_str).collect();
        let has_formats = !formats.is_empty();
        set_value(schedule, "formats", has_formats.then_some(Value::Array(formats)));
        set_value(schedule, "to_each", self.to_each.as_deref().map(Value::from));
        let is_said = schedule.contains_key("when_incomplete") || self.when_incomplete != "wait";
        let when = is_said.then(|| self.when_incomplete.as_str().into());
        set_value(schedule, "when_incomplete", when);
        if let Some(recipient) = &self.recipient {
            RecipientList::of(schedule)?.push(&recipient.pairs());
        }
        Ok(())
    }
}

impl RecipientChange {
    /// Names and texts of what is filled in.
    fn pairs(&self) -> Vec<(&str, &str)> {
        let agency = self.agency.as_deref().unwrap_or_default();
        let all = [("name", self.name.as_str()), (&self.way, &self.address), ("agency", agency)];
        all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }
}
