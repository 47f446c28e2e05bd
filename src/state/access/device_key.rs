//! The key that signs what a browser is known by which came in before.

use super::{
    super::{StateDatabase, error::StateError},
    secret::fill_random,
};

impl StateDatabase {
    /// Reads the key of this data folder; it is made when it is first asked for.
    pub fn load_device_key(&self) -> Result<Vec<u8>, StateError> {
        let found = self.read("read the key of devices", |c| {
            c.query_optional("select key from device_key", [], |row| row.get(0))
        })?;
        if let Some(key) = found {
            return Ok(key);
        }
        let mut made = [0; 32];
        fill_random(&mut made)?;
        self.with("make the key of devices", |t| {
            t.execute(
                "insert into device_key (id, key) values (1, ?1) on conflict do nothing",
                [made],
            )?;
            t.query_row("select key from device_key", [], |row| row.get(0))
        })
    }
}
