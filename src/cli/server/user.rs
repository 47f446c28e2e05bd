use std::io::Read;

use clap::{Args, Subcommand};
use miette::IntoDiagnostic;

use super::super::{
    CommandOutcome,
    options::{DataFolder, local_now},
    output::{
        say::{print_data, print_message},
        table::OutputTable,
    },
};
use crate::{
    delivery::sending::channel::bare_address,
    domain::{period::Period, sight::UserRole},
    state::{StateDatabase, access::password, audit::AuditAction},
    warehouse::query::Warehouse,
};

/// Who may come in: add, list, disable, reset
#[derive(Debug, Args)]
pub struct UserCommand {
    #[command(subcommand)]
    command: UserSubcommand,

    #[command(flatten)]
    data: DataFolder,
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

impl UserCommand {
    /// Runs the subcommand on the users of a data folder and notes each change in the audit log.
    pub fn run(self) -> miette::Result<CommandOutcome> {
        let state = StateDatabase::open(&self.data.path)?;
        let note = |detail: &str| {
            state.append_audit(local_now(), None, "console", AuditAction::Change, detail)
        };
        match self.command {
            UserSubcommand::Add { name, role, agency, mail, password } => {
                let mail =
                    mail.as_deref().map(bare_address).transpose().map_err(miette::Report::msg)?;
                let agency = agency.map(|code| resolve_agency(&self.data, code)).transpose()?;
                let password = password.read_password()?;
                state.add_user(&name, role, agency.as_deref(), &password.text, local_now())?;
                if mail.is_some() {
                    state.set_user_mail(&name, mail.as_deref())?;
                }
                note(&format!("user {name} added as {}", role.id()))?;
                print_message(format!("Added `{name}` as {}", role.id()));
                password.print_password();
            }
            UserSubcommand::List => print_users(&state)?,
            UserSubcommand::Mail { name, address } => {
                let mail = address
                    .as_deref()
                    .map(bare_address)
                    .transpose()
                    .map_err(miette::Report::msg)?;
                state.set_user_mail(&name, mail.as_deref())?;
                let mail = mail.as_deref().unwrap_or("no address");
                note(&format!("user {name} is reached at {mail}"))?;
                print_message(format!("`{name}` is reached at {mail}"));
            }
            UserSubcommand::Disable { name } => {
                state.disable_user(&name)?;
                note(&format!("user {name} disabled"))?;
                print_message(format!("`{name}` is out"));
            }
            UserSubcommand::Reset { name, password } => {
                let password = password.read_password()?;
                state.reset_user(&name, &password.text)?;
                note(&format!("user {name} reset"))?;
                print_message(format!("`{name}` has a new password"));
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
        std::io::stdin().read_to_string(&mut text).into_diagnostic()?;
        Ok(NewPassword { text: text.trim_end_matches(['\r', '\n']).to_owned(), is_made_up: false })
    }
}

impl NewPassword {
    fn print_password(&self) {
        if self.is_made_up {
            print_message("The password, shown this once:");
            print_data(&self.text);
        }
    }
}

/// A scope nobody has would show nothing, without a word. Before anything is published nobody can say.
fn resolve_agency(data: &DataFolder, code: String) -> miette::Result<String> {
    let Ok(warehouse) = Warehouse::open_published(&data.path) else {
        print_message(format!(
            "Nothing is published yet: whether there is an agency `{code}` was not looked up"
        ));
        return Ok(code);
    };
    Ok(super::super::options::find_agency(&warehouse, &code, Period::year_of(local_now().date()))?
        .code)
}

fn print_users(state: &StateDatabase) -> miette::Result<()> {
    let mut table = OutputTable::new(["name", "role", "agency", "mail", "state", "added"]);
    let mut mails = state.user_mails()?;
    for user in state.list_users()? {
        let standing = match (user.is_disabled, user.must_change) {
            (true, _) => "disabled",
            (false, true) => "password not changed yet",
            (false, false) => "active",
        };
        let mail = mails.remove(&user.name).unwrap_or_default();
        table.push_row([
            user.name,
            user.role.id().to_owned(),
            user.agency_code.unwrap_or_default(),
            mail,
            standing.to_owned(),
            user.created_at.replacen('T', " ", 1),
        ]);
    }
    table.to_lines().into_iter().for_each(print_data);
    Ok(())
}
