//! Where a data folder's state lies, if it is not in the folder: a file of the folder says so, without any secret.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{
    server_address::{AddressFault, ServerAddress},
    server_client::ServerClient,
};
use crate::{
    catalog::{connector::http::TokenFrom, phrases::PhraseBook},
    disk::{rename_patiently, sync_file, sync_folder},
    state::{connection::StateConnection, error::StateError},
};

/// Is the file of a data folder that says so.
pub const FILE: &str = "state-server.toml";

/// Is what it is called until all was copied there: nothing is opened by it.
pub const COMING_FILE: &str = "state-server.coming";

/// Is the schema where none is named.
pub const USUAL_SCHEMA: &str = "motcua";

/// Holds where a state lies, and which it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerPlace {
    /// Where the connection string is to be read.
    pub connection: TokenFrom,
    pub schema: String,
    /// As the state itself says it.
    pub state: String,
}

impl ServerPlace {
    /// Reads where the state of a data folder lies; `None` where it is a file of the folder. Fails where that cannot be read: no other state is
    /// opened in its place.
    pub fn read(data: &Path) -> Result<Option<Self>, StateError> {
        Self::read_file(data, FILE)
    }

    /// Reads it under one of its two names.
    pub fn read_file(data: &Path, name: &str) -> Result<Option<Self>, StateError> {
        let path = data.join(name);
        let unread = |told: String| StateError::Place { path: path.display().to_string(), told };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(unread(error.to_string())),
        };
        let place: Self =
            toml::from_str(&text).map_err(|error| unread(error.message().to_owned()))?;
        let is_right = place.connection.find_problem().is_none() && is_schema_name(&place.schema);
        let is_id = |text: &str| text.bytes().all(|one| one.is_ascii_alphanumeric());
        if !is_right || place.state.is_empty() || !is_id(&place.state) {
            return Err(unread(PhraseBook::built_in().format_phrase("state.place_parts", &[])));
        }
        Ok(Some(place))
    }

    /// Writes it into a data folder: from then on its state lies there.
    pub fn write(&self, data: &Path) -> Result<(), StateError> {
        self.write_file(data, FILE)
    }

    /// Writes it under one of its two names. It holds no secret: whoever may read the data folder may read it.
    pub fn write_file(&self, data: &Path, name: &str) -> Result<(), StateError> {
        let connection = match (&self.connection.env, &self.connection.file) {
            (Some(name), _) => format!("env = {}", toml::Value::from(name.as_str())),
            (None, file) => {
                let file = file.clone().unwrap_or_default();
                format!("file = {}", toml::Value::from(&*file.to_string_lossy()))
            }
        };
        let head = PhraseBook::built_in().format_phrase("state.place_head", &[]);
        let text = format!(
            "# {head}\nconnection = {{ {connection} }}\nschema = \"{}\"\nstate = \"{}\"\n",
            self.schema, self.state
        );
        let path = data.join(name);
        let write = || -> io::Result<()> {
            let aside = tempfile::Builder::new().prefix("state-server.").tempfile_in(data)?;
            fs::write(aside.path(), text)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(aside.path(), fs::Permissions::from_mode(0o644))?;
            }
            sync_file(aside.path())?;
            rename_patiently(&aside.into_temp_path().keep()?, &path)?;
            sync_folder(data)
        };
        write().map_err(|error| StateError::Place {
            path: path.display().to_string(),
            told: error.to_string(),
        })
    }

    /// Makes a connection, which is begun when it is first asked. Fails where the connection string cannot be had.
    pub fn connect(&self) -> Result<StateConnection, StateError> {
        let client = ServerClient::new(read_address(&self.connection)?, &self.schema);
        Ok(StateConnection::of_server(client))
    }
}

/// Tells whether a schema may be called so: small letters, digits and underscores, as PostgreSQL takes them without quotes.
pub fn is_schema_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
        && name.len() <= 40
        && !name.starts_with("pg_")
}

/// Reads the connection string that a variable or a file holds; no error repeats it.
pub fn read_address(from: &TokenFrom) -> Result<ServerAddress, StateError> {
    let (place, read) = match (&from.env, &from.file) {
        (Some(name), _) => {
            let file = env::var_os(format!("{name}_FILE")).map(PathBuf::from);
            match (env::var(name), file) {
                (Ok(text), _) => (name.clone(), Ok(text)),
                (Err(_), Some(file)) => (file.display().to_string(), read_file(&file)),
                (Err(_), None) => (name.clone(), Err("state.address.not_set")),
            }
        }
        (None, file) => {
            let file = file.clone().unwrap_or_default();
            (file.display().to_string(), read_file(&file))
        }
    };
    let parsed = read.and_then(|text| ServerAddress::parse(&text).map_err(AddressFault::id));
    parsed.map_err(|fault| StateError::Address {
        place,
        told: PhraseBook::built_in().format_phrase(fault, &[]),
    })
}

fn read_file(path: &Path) -> Result<String, &'static str> {
    fs::read_to_string(path).map_err(|_| "state.address.no_file")
}
