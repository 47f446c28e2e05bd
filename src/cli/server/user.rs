use std::io::Read;

use clap::{Args, Subcommand};

use super::super::{
    CommandOutcome,
    command_error::CommandError,
    help::spoken::say,
    options::{DataFolder, local_now},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
};
use crate::{
    catalog::Catalog,
    delivery::sending::channel::bare_address,
    domain::{period::Period, sight::UserRole, vietnamese_date::format_day_and_time},
    state::{StateDatabase, StateError, access::password, audit::AuditAction},
    warehouse::query::Warehouse,
};

/// Who may come in: add, list, rename, disable, reset
#[derive(Debug, Args)]
pub struct UserCommand {
    #[command(subcommand)]
    command: UserSubcommand,

    #[command(flatten)]
    data: DataFolder,
}

impl UserCommand {
    /// Tells whether it only shows who there is.
    pub fn is_list(&self) -> bool {
        matches!(self.command, UserSubcommand::List)
    }
}

#[derive(Debug, Subcommand)]
enum UserSubcommand {
    /// Add a user; prints a password that is to be changed at the first login
    Add {
        name: String,

        /// admin: everything; officer: all agencies; commune: its own agency; viewer: numbers, no dossier
        #[arg(long)]
        role: UserRole,

        /// Of the role `commune`: the code of its agency
        #[arg(long, value_name = "CODE")]
        agency: Option<String>,

        /// Where reports and alerts for its role are sent
        #[arg(long, value_name = "ADDRESS")]
        mail: Option<String>,

        #[command(flatten)]
        password: PasswordArguments,
    },
    /// All users, with their roles
    List,
    /// Where a user gets what is sent to its role; without an address, nothing any more
    Mail { name: String, address: Option<String> },
    /// Call a user otherwise, so that somebody else may have the name; sessions end
    Rename {
        /// As the user is called now
        name: String,
        /// As the user is called from now on
        new: String,
    },
    /// Shut a user out at once: sessions end, keys stop working
    Disable { name: String },
    /// Give a user a new password, and let a disabled one in again
    Reset {
        name: String,

        #[command(flatten)]
        password: PasswordArguments,
    },
}

#[derive(Debug, Args)]
struct PasswordArguments {
    /// Read the password from standard input instead of making one up
    #[arg(long)]
    password_stdin: bool,
}

type ChangeResult = Result<(), StateError>;

impl UserCommand {
    /// Runs the subcommand on the users of a data folder; each change is kept together with its line of the audit log, or not at all.
    pub fn run(self, catalog: &Catalog) -> miette::Result<CommandOutcome> {
        let state = StateDatabase::open(&self.data.path)?;
        // The log is the office's, in Vietnamese; who types is spoken to in the language asked for.
        let keep = |id: &str,
                    values: &[(&str, &str)],
                    change: &dyn Fn() -> ChangeResult|
         -> ChangeResult {
            let detail = catalog.phrases.format_phrase(id, values);
            state.in_one_step(|| {
                change()?;
                state.append_audit(local_now(), None, "console", AuditAction::Change, &detail)
            })?;
            print_message(say(id, values));
            Ok(())
        };
        match self.command {
            UserSubcommand::Add { name, role, agency, mail, password } => {
                let mail = mail.as_deref().map(read_address).transpose()?;
                let agency = agency.map(|code| resolve_agency(&self.data, code)).transpose()?;
                let password = password.read_password()?;
                let shown = say(&format!("role.{}", role.id()), &[]);
                keep("user.added", &[("name", &name), ("role", &shown)], &|| {
                    let agency = agency.as_deref();
                    state.add_user(&name, role, agency, &password.text, local_now())
                })?;
                if let Some(mail) = &mail {
                    keep("user.mailed", &[("name", &name), ("mail", mail)], &|| {
                        state.set_user_mail(&name, Some(mail))
                    })?;
                }
                password.print_password();
            }
            UserSubcommand::List => print_users(&state)?,
            UserSubcommand::Mail { name, address } => {
                let mail = address.as_deref().map(read_address).transpose()?;
                let mail = mail.as_deref();
                let id = if mail.is_some() { "user.mailed" } else { "user.no_mail" };
                let values = [("name", &*name), ("mail", mail.unwrap_or_default())];
                keep(id, &values, &|| state.set_user_mail(&name, mail))?;
            }
            UserSubcommand::Rename { name, new } => {
                let values = [("name", &*name), ("new", &*new)];
                keep("user.renamed", &values, &|| state.rename_user(&name, &new))?;
            }
            UserSubcommand::Disable { name } => {
                keep("user.out", &[("name", &name)], &|| state.disable_user(&name))?;
            }
            UserSubcommand::Reset { name, .. } if state.require_user(&name)?.is_external => {
                // It has no password here, and gets none.
                let change = || state.reset_user(&name, &password::generate_password()?).map(drop);
                keep("user.let_in", &[("name", &name)], &change)?;
            }
            UserSubcommand::Reset { name, password } => {
                let password = password.read_password()?;
                let change = || state.reset_user(&name, &password.text).map(drop);
                keep("user.reset", &[("name", &name)], &change)?;
                password.print_password();
            }
        }
        Ok(CommandOutcome::Done)
    }
}

/// A password, and whether it was made up here.
struct NewPassword {
    text: String,
    is_made_up: bool,
}

impl PasswordArguments {
    fn read_password(&self) -> miette::Result<NewPassword> {
        if !self.password_stdin {
            return Ok(NewPassword { text: password::generate_password()?, is_made_up: true });
        }
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        read.map_err(|error| CommandError::of_system(&error))?;
        Ok(NewPassword { text: text.trim_end_matches(['\r', '\n']).to_owned(), is_made_up: false })
    }
}

impl NewPassword {
    fn print_password(&self) {
        if self.is_made_up {
            print_message(say("user.password", &[]));
            print_data(&self.text);
        }
    }
}

/// A scope nobody has would show nothing, without a word. Before anything is published nobody can say.
fn resolve_agency(data: &DataFolder, code: String) -> miette::Result<String> {
    let Ok(warehouse) = Warehouse::open_published(&data.path) else {
        print_message(say("user.agency_unknown", &[("code", &code)]));
        return Ok(code);
    };
    Ok(super::super::options::find_agency(&warehouse, &code, Period::year_of(local_now().date()))?
        .code)
}

fn read_address(text: &str) -> Result<String, CommandError> {
    bare_address(text).map_err(|_| CommandError::NoAddress { address: text.to_owned() })
}

/// A moment as it is stored, as people write it.
fn describe_moment(stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), format_day_and_time)
}

fn print_users(state: &StateDatabase) -> miette::Result<()> {
    let heads = ["name", "role", "agency", "mail", "standing", "added"];
    let mut table = OutputTable::new(heads.map(|id| say(&format!("user.column.{id}"), &[])));
    let mut mails = state.user_mails()?;
    for user in state.list_users()? {
        let standing = user.standing_phrase();
        let mail = mails.remove(&user.name).unwrap_or_default();
        table.push_row([
            user.name,
            say(&format!("role.{}", user.role.id()), &[]),
            user.agency_code.unwrap_or_default(),
            mail,
            say(standing, &[]),
            describe_moment(&user.created_at),
        ]);
    }
    table.to_lines().into_iter().for_each(print_data);
    Ok(())
}
