use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{
    super::{
        CommandOutcome,
        command_error::CommandError,
        help::spoken::say,
        options::{DataFolder, local_now},
        output::say::{print_data, print_message},
    },
    running_server::FolderServer,
};
use crate::{
    backup::mark_layout,
    catalog::connector::http::{TokenFrom, TokenKind},
    state::moving::{
        FileMove, USUAL_SCHEMA, accepting::accept_older, is_schema_name, joining::join_server,
        move_state::StateMove, move_to_file, to_server::move_to_server,
    },
};

/// Say anew where accounts, sessions and deliveries are kept: in state.sqlite or in a server of PostgreSQL
///
/// The connection string is in a variable or a file, never on the command line. Stop `motcua serve` first.
#[derive(Debug, Args)]
pub struct MoveStateCommand {
    #[command(subcommand)]
    command: MoveStateSubcommand,

    #[command(flatten)]
    data: DataFolder,
}

#[derive(Debug, Subcommand)]
enum MoveStateSubcommand {
    /// Carry state.sqlite into an empty schema of a server, compared row by row, and use it there
    Server(ServerArguments),
    /// Use what another machine of the office carried to the server
    Join(JoinArguments),
    /// Go on with what somebody put back in the server from an older copy
    ///
    /// All sessions end, what was to be sent counts as uncertain, and times of schedules that have passed are not caught up.
    Accept,
    /// Carry it from the server into state.sqlite; no other machine can use the server's any more
    ///
    /// Of a move to a server that was broken off: let it be as if it had not begun.
    File,
}

#[derive(Debug, Args)]
struct ServerArguments {
    /// The variable that holds the connection string
    #[arg(
        long,
        value_name = "VARIABLE",
        required_unless_present = "file",
        conflicts_with = "file"
    )]
    env: Option<String>,

    /// The file that holds the connection string
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,

    /// The office's schema in the database
    #[arg(long, value_name = "NAME", default_value = USUAL_SCHEMA)]
    schema: String,
}

#[derive(Debug, Args)]
struct JoinArguments {
    #[command(flatten)]
    server: ServerArguments,

    /// Let go of the server this folder names now, and of what else it keeps but accounts
    #[arg(long)]
    replace: bool,
}

impl MoveStateCommand {
    /// Carries the state, and says what was carried.
    pub fn run(self) -> miette::Result<CommandOutcome> {
        let data = self.data.path.as_path();
        // Held until all is done: no server begins meanwhile. Other commands are told by the state itself.
        let FolderServer::Own(Some(_mark)) = FolderServer::find_or_mark(data) else {
            return Err(CommandError::StateInUse { folder: data.display().to_string() }.into());
        };
        match self.command {
            MoveStateSubcommand::Server(server) => {
                let (connection, schema) = server.read()?;
                print_moved(&move_to_server(data, connection, &schema, local_now())?);
            }
            MoveStateSubcommand::Join(JoinArguments { server, replace }) => {
                let (connection, schema) = server.read()?;
                let joined = join_server(data, connection, &schema, replace)?;
                print_message(say("move_state.joined", &[("to", &joined.to)]));
                print_kept(&joined);
            }
            MoveStateSubcommand::Accept => {
                let count = accept_older(data, local_now())?.to_string();
                print_message(say("move_state.accepted", &[("count", &count)]));
            }
            MoveStateSubcommand::File => match move_to_file(data, local_now())? {
                FileMove::Moved(moved) => print_moved(&moved),
                FileMove::Undone { file } => {
                    print_message(say("move_state.undone", &[("file", &file)]));
                }
            },
        }
        // An older program must not begin anew beside a state that is in a server.
        mark_layout(data)?;
        Ok(CommandOutcome::Done)
    }
}

impl ServerArguments {
    fn read(self) -> Result<(TokenFrom, String), CommandError> {
        if !is_schema_name(&self.schema) {
            return Err(CommandError::SchemaName { name: self.schema });
        }
        // Other commands run in other folders.
        let whole = |path: PathBuf| std::path::absolute(Path::new(&path)).unwrap_or(path);
        let file = self.file.map(whole);
        Ok((TokenFrom { env: self.env, file, kind: TokenKind::default() }, self.schema))
    }
}

fn print_moved(moved: &StateMove) {
    for (table, rows) in &moved.tables {
        let rows = rows.to_string();
        print_data(say("move_state.counted", &[("table", table), ("rows", &rows)]));
    }
    print_message(say("move_state.done", &[("to", &moved.to)]));
    print_kept(moved);
}

fn print_kept(moved: &StateMove) {
    if let Some(kept) = &moved.kept {
        print_message(say("move_state.kept", &[("file", kept)]));
    }
}
