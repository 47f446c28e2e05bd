//! Where the state of a life lies: in a file, or in the server that `scripts/postgres.sh` names.

use std::{
    env,
    path::Path,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use motcua::{
    catalog::connector::http::{TokenFrom, TokenKind},
    state::moving::to_server::move_to_server,
};

const VARIABLE: &str = "MOTCUA_TEST_POSTGRES";

/// Puts the state of a new data folder into the server, where one is named.
pub fn place_state(data: &Path) {
    static PLACED: AtomicU32 = AtomicU32::new(0);
    if env::var_os(VARIABLE).is_none() {
        return;
    }
    let from = TokenFrom { env: Some(VARIABLE.into()), file: None, kind: TokenKind::Bearer };
    let schema = format!("life_{}_{}", std::process::id(), PLACED.fetch_add(1, Relaxed));
    let long_ago = jiff::civil::date(2020, 1, 1).at(0, 0, 0, 0);
    move_to_server(data, from, &schema, long_ago).expect("an empty schema");
}
