//! The id of a data folder, by which several at one state are told apart.

use std::{fs, io::Write, path::Path};

use crate::state::{access::secret::make_secret, error::StateError};

/// Is the file that holds it. A folder that is copied to another machine must not have it too.
pub const FILE: &str = "machine-id.txt";

/// Reads the id of a data folder, and draws it the first time. In a folder that cannot be written to it is another one each time: such a
/// machine does nothing for the others.
pub fn read_machine_id(data: &Path) -> Result<String, StateError> {
    let path = data.join(FILE);
    let read = || {
        let text = fs::read_to_string(&path).ok()?;
        let id = text.trim();
        let is_id =
            (8..=64).contains(&id.len()) && id.bytes().all(|one| one.is_ascii_alphanumeric());
        is_id.then(|| id.to_owned())
    };
    if let Some(known) = read() {
        return Ok(known);
    }
    let drawn = make_secret()?[..16].to_owned();
    let write = || {
        let mut aside = tempfile::Builder::new().prefix("machine-id.").tempfile_in(data)?;
        writeln!(aside, "{drawn}")?;
        // Another process of the folder may have been faster; what was no id goes.
        if read().is_none() { aside.persist(&path).map(drop) } else { return Ok(()) }
            .map_err(|error| error.error)
    };
    if let Err(error) = write() {
        tracing::error!(%error, path = %path.display(), "the id of the machine is not kept");
    }
    Ok(read().unwrap_or(drawn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_drawn_once_for_a_folder() {
        let [one, other] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let id = |folder: &tempfile::TempDir| read_machine_id(folder.path()).expect("an id");
        let first = id(&one);
        assert_eq!(id(&one), first);
        assert_ne!(id(&other), first);
        fs::write(one.path().join(FILE), "không phải mã").expect("written");
        let drawn = id(&one);
        assert_eq!(id(&one), drawn, "what was no id is one again");
    }
}
