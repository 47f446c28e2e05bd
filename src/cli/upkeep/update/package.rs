//! The file of a newer program: a zip whose signature is verified before anything of it is looked at.

use std::{
    env::consts::ARCH,
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use object::{Architecture, Object as _};
use ring::signature::{ED25519, UnparsedPublicKey};
use zip::ZipArchive;

use super::super::super::command_error::CommandError;

/// What the program is called in a package.
pub const PROGRAM: &str = if cfg!(windows) { "motcua.exe" } else { "motcua" };
/// What its engine is called beside it.
pub const ENGINE: &str = if cfg!(windows) { "duckdb.dll" } else { "libduckdb.so" };

/// The key whose owner signs new programs, of which this one was built: what stands between the lines of its PEM.
const BUILT_IN_KEY: Option<&str> = option_env!("MOTCUA_UPDATE_KEY");

/// What stands before the 32 bytes of an Ed25519 key, RFC 8410.
const KEY_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Larger ones are none of ours.
const LARGEST: u64 = 1 << 30;

/// Verifies who made a package.
pub struct UpdateKey(Vec<u8>);

impl UpdateKey {
    /// Reads the key of a PEM file, or the one this program was built with. Fails where it was built with none and none is named, and where
    /// it is no Ed25519 key.
    pub fn load(named: Option<&Path>) -> Result<Self, CommandError> {
        let (text, shown) = match named {
            Some(path) => {
                let text = fs::read_to_string(path);
                (
                    text.map_err(|error| CommandError::of_file(path, &error))?,
                    path.display().to_string(),
                )
            }
            None => match BUILT_IN_KEY {
                Some(key) => (key.to_owned(), "MOTCUA_UPDATE_KEY".to_owned()),
                None => return Err(CommandError::UpdateNoKey),
            },
        };
        let body: String =
            text.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        let der = STANDARD.decode(body).ok();
        let key = der
            .as_deref()
            .and_then(|der| der.strip_prefix(&KEY_HEAD))
            .filter(|key| key.len() == 32);
        key.map(|key| Self(key.to_vec())).ok_or(CommandError::UpdateKey { path: shown })
    }

    fn has_signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0).verify(bytes, signature).is_ok()
    }
}

/// Holds a newer program, as its package brings it.
#[derive(Debug)]
pub struct UpdatePackage {
    /// "1.2.0"
    pub version: String,
    pub program: Vec<u8>,
    /// None of a program that holds its engine itself.
    pub engine: Option<Vec<u8>>,
}

impl UpdatePackage {
    /// Reads a package whose signature lies beside it, as `FILE.sig`. Fails where that is not there or not of the key's owner, and where the
    /// package is not of this system and processor.
    pub fn load(path: &Path, key: &UpdateKey) -> Result<Self, CommandError> {
        let shown = path.display().to_string();
        let file_error = |error: std::io::Error| CommandError::of_file(path, &error);
        if fs::metadata(path).map_err(file_error)?.len() > LARGEST {
            return Err(CommandError::UpdatePackage { path: shown, missing: PROGRAM.to_owned() });
        }
        let bytes = fs::read(path).map_err(file_error)?;
        let signature = signature_path(path);
        let Ok(signature) = fs::read(&signature) else {
            let signature = signature.display().to_string();
            return Err(CommandError::UpdateUnsigned { path: shown, signature });
        };
        if !key.has_signed(&bytes, &signature) {
            return Err(CommandError::UpdateForged { path: shown });
        }
        let package = Self::unpack(&bytes).map_err(|missing| CommandError::UpdatePackage {
            path: shown.clone(),
            missing: missing.to_owned(),
        })?;
        if is_for_other_processor(&package.program) {
            return Err(CommandError::UpdateProcessor { path: shown, own: ARCH });
        }
        Ok(package)
    }

    /// Fails with the name of what is not there.
    fn unpack(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PROGRAM)?;
        let names: Vec<String> = archive.file_names().flatten().map(String::from).collect();
        // `motcua-1.2.0/motcua.exe`
        let find = |file: &str| {
            names.iter().find_map(|name| {
                let (folder, last) = name.split_once('/')?;
                (last == file).then(|| (name.clone(), folder.to_owned()))
            })
        };
        let (program, folder) = find(PROGRAM).ok_or(PROGRAM)?;
        let engine = find(ENGINE).map(|(name, _)| name);
        let version = folder.strip_prefix("motcua-").ok_or(PROGRAM)?;
        let version = version.split('-').next().unwrap_or_default().to_owned();
        let mut read = |name: &str, what: &'static str| {
            let mut content = Vec::new();
            let file = archive.by_name(name).map_err(|_| what)?;
            file.take(LARGEST).read_to_end(&mut content).map_err(|_| what)?;
            Ok::<_, &'static str>(content)
        };
        let program = read(&program, PROGRAM)?;
        let engine = engine.map(|name| read(&name, ENGINE)).transpose()?;
        Ok(Self { version, program, engine })
    }
}

/// Tells whether a program says that it is for another processor than this one runs on; what says nothing may be right.
fn is_for_other_processor(program: &[u8]) -> bool {
    let own = match ARCH {
        "x86_64" => Architecture::X86_64,
        "aarch64" => Architecture::Aarch64,
        _ => return false,
    };
    object::File::parse(program).is_ok_and(|file| file.architecture() != own)
}

fn signature_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// Tells whether a version comes before another; what is no version comes before all.
pub fn is_older(version: &str, than: &str) -> bool {
    let numbers = |text: &str| -> Vec<u64> {
        text.split('.').map(|part| part.parse().unwrap_or_default()).collect()
    };
    numbers(version) < numbers(than)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::one_later("0.2.0", "0.1.9", false)]
    #[case::the_same("0.1.0", "0.1.0", false)]
    #[case::one_before("0.1.9", "0.1.10", true)]
    #[case::no_version("latest", "0.1.0", true)]
    fn versions_are_compared_by_their_numbers(
        #[case] version: &str,
        #[case] than: &str,
        #[case] is_before: bool,
    ) {
        assert_eq!(is_older(version, than), is_before);
    }
}
