//! Pairs of the archive on their way into a store and out of it: a Parquet file and the note that names it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    error::{ArchiveStoreError, PairDamage},
    note_name::{NOTES, NoteName, OBJECTS},
};
use crate::{
    domain::{fault_point::FaultPoint, hex::encode_hex, source::Source},
    ingest::{archive::Archive, archive::seal::is_seal_whole},
    shared_store::{ListedObject, SharedStore, StoreError, digest_bytes, is_digest},
};

/// A note is no longer: of a workbook that names every row of a million it could not read.
const LONGEST: u64 = 256 << 20;

/// A pair of this machine's archive.
pub(super) struct OwnPair {
    pub name: NoteName,
    pub source: Source,
    pub text: String,
}

/// What lies in a store, by its names.
pub(super) struct StoredPairs<'s> {
    pub store: &'s SharedStore,
    pub archive: &'s Archive,
    /// By the id of the export, those that hold first.
    pub notes: BTreeMap<String, Vec<NoteName>>,
    objects: BTreeMap<String, ListedObject>,
}

impl<'s> StoredPairs<'s> {
    /// Lists a store. What is called otherwise than this program calls its notes is none.
    pub fn list(store: &'s SharedStore, archive: &'s Archive) -> Result<Self, ArchiveStoreError> {
        let mut notes: BTreeMap<String, Vec<NoteName>> = BTreeMap::new();
        for name in store.list(NOTES)?.keys().filter_map(|name| NoteName::parse(name)) {
            notes.entry(name.id()).or_default().push(name);
        }
        for names in notes.values_mut() {
            names.sort_by(NoteName::by_rank);
        }
        Ok(Self { store, archive, notes, objects: store.list(OBJECTS)? })
    }

    /// Takes a pair into the archive, held against its digests first; returns what is archived. Fails as damaged where it is not what its
    /// names say: then the archive is as it was.
    pub fn take(
        &self,
        name: &NoteName,
        (own, is_invented): (Option<&OwnPair>, Option<bool>),
    ) -> Result<Source, ArchiveStoreError> {
        let path = name.path();
        let damaged = |problem| ArchiveStoreError::Pair { name: path.clone(), problem };
        let read = self.store.read(&path, LONGEST)?.ok_or_else(|| damaged(PairDamage::Missing))?;
        let is_named = digest_bytes(&read) == name.digest;
        let text = String::from_utf8(read)
            .ok()
            .filter(|text| is_named && is_seal_whole(text) == Some(true));
        let text = text.ok_or_else(|| damaged(PairDamage::Note))?;
        let source = self.archive.parse_note(&name.id(), &text).ok().filter(|source| {
            (&*source.id, source.revision) == (&*name.id(), name.revision)
                && is_digest(&source.parquet_sha256)
        });
        let source = source.ok_or_else(|| damaged(PairDamage::Note))?;
        // What is invented is counted with nothing.
        if is_invented.is_some_and(|is_invented| is_invented != source.is_invented) {
            return Err(ArchiveStoreError::Invented { file: source.file_name });
        }
        let has_file = own.is_some_and(|own| own.source.parquet_sha256 == source.parquet_sha256)
            && self.archive.verify_parquet(&source).is_ok();
        let prepared = if has_file { None } else { Some(self.download(&source, &damaged)?) };
        self.archive.commit_copy(&source, (prepared.as_deref(), &text))?;
        Ok(source)
    }

    /// Downloads a Parquet file beside its place.
    fn download(
        &self,
        source: &Source,
        damaged: &dyn Fn(PairDamage) -> ArchiveStoreError,
    ) -> Result<PathBuf, ArchiveStoreError> {
        let digest = &source.parquet_sha256;
        let object = self.objects.get(digest).ok_or_else(|| damaged(PairDamage::Missing))?;
        let prepared = self.archive.prepare_file(&source.id)?;
        let at_path = || StoreError::at_path(&prepared);
        FaultPoint::ParquetWrite.pass().map_err(at_path())?;
        let mut output = File::create(&prepared).map_err(at_path())?;
        let mut found = Sha256::new();
        let name = format!("{OBJECTS}/{digest}");
        let got = self.store.download(&name, object.size, |bytes| -> Result<(), StoreError> {
            found.update(bytes);
            output.write_all(bytes).map_err(at_path())
        });
        drop(output);
        let problem = match got {
            Ok(Some(())) if encode_hex(&found.finalize()) == *digest => return Ok(prepared),
            Ok(Some(())) => damaged(PairDamage::Digest),
            Ok(None) => damaged(PairDamage::Missing),
            Err(error) => error.into(),
        };
        // What failed is what is told; what is left goes with the next start.
        let _ = fs::remove_file(&prepared);
        Err(problem)
    }

    /// Puts a pair into the store, the Parquet file first; returns whether the note was not there. Fails as damaged where the file is not
    /// the one that was archived.
    pub fn put(&mut self, own: &OwnPair, uploads_all: bool) -> Result<bool, ArchiveStoreError> {
        let names = self.notes.get(&own.source.id);
        let is_there = names.is_some_and(|names| names.contains(&own.name));
        let (digest, path) =
            (&own.source.parquet_sha256, self.archive.parquet_path(&own.source.id));
        let size = fs::metadata(&path).map_or(0, |file| file.len());
        let has_file = self.objects.get(digest).is_some_and(|object| object.size == size);
        if is_there && has_file && !uploads_all {
            return Ok(false);
        }
        if self.archive.verify_parquet(&own.source).is_err() {
            let (name, problem) = (path.display().to_string(), PairDamage::Own);
            return Err(ArchiveStoreError::Pair { name, problem });
        }
        if !has_file || uploads_all {
            let file = File::open(&path).map_err(StoreError::at_path(&path))?;
            self.store.upload(&format!("{OBJECTS}/{digest}"), size, (&path, file))?;
            let stored = ListedObject { size, age: std::time::Duration::ZERO };
            self.objects.insert(digest.clone(), stored);
        }
        if is_there && !uploads_all {
            return Ok(false);
        }
        // What is put anew is the same to the byte.
        let (name, size) = (own.name.path(), own.text.len() as u64);
        self.store.upload(&name, size, (Path::new(&name), Cursor::new(&own.text)))?;
        Ok(!is_there)
    }
}
