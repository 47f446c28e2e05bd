//! The same tests on a server: `scripts/postgres.sh` names one, and every state that a test makes anew is made there.

use std::{env, path::Path};

use super::{server_place::ServerPlace, server_schema::make_schema};
use crate::{
    catalog::connector::http::{TokenFrom, TokenKind},
    state::{StateDatabase, access::secret::make_secret},
};

/// Names the variable that holds the connection string of the server tests may use.
pub const VARIABLE: &str = "MOTCUA_TEST_POSTGRES";

/// Tells whether a server is named.
pub fn is_named() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// Makes a schema of its own for a data folder that has no state yet, where a server is named.
pub fn place_state(data: &Path) {
    if is_named() && data.is_dir() && !StateDatabase::is_there(data) {
        make_place(data).write(data).expect("written");
    }
}

/// Lets another data folder be one more machine of the same office.
pub fn share(data: &Path, other: &Path) {
    std::fs::copy(data.join(StateDatabase::PLACE), other.join(StateDatabase::PLACE))
        .expect("copied");
}

/// Makes a schema with an empty state, and says where it is.
pub fn make_place(_data: &Path) -> ServerPlace {
    let state = make_secret().expect("drawn");
    let place = ServerPlace {
        connection: TokenFrom { env: Some(VARIABLE.into()), file: None, kind: TokenKind::Bearer },
        schema: format!("t{}", &state[..20]),
        state,
    };
    let server = place.connect().expect("a server");
    let begun = server.begin_writing().expect("begun");
    make_schema(&server, &place.schema, &place.state).expect("made");
    begun.commit().expect("kept");
    place
}
