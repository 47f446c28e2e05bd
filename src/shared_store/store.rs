//! What is asked of a store, one thing after the other, from threads that may wait.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::Read,
    path::Path as FilePath,
    sync::Arc,
    time::{Duration, SystemTime},
};

use object_store::{
    ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, WriteMultipart, path::Path,
};
use tokio::runtime::{Builder, Runtime};

use super::{
    error::{StoreError, StoreProblem},
    small_file::remove_file,
    store_address::{find_folder, open_store},
};

/// What is sent or asked for at once. A store of S3's kind takes ten thousand of them for one object, 50 GB, and none
/// smaller.
const PART: usize = 5 << 20;

/// Is a store that was opened.
pub struct SharedStore {
    pub address: String,
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

/// What a store says of an object.
#[derive(Debug, Clone, Copy)]
pub struct ListedObject {
    pub size: u64,
    /// Since it was put there, by the store's clock and ours.
    pub age: Duration,
}

impl SharedStore {
    /// Opens a store; nothing is asked of it yet.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(StoreError::at_path(FilePath::new("")))?;
        Ok(Self { address: address.to_owned(), store: open_store(address)?, runtime })
    }

    /// Lists the objects right below a folder by their names there.
    pub fn list(&self, folder: &str) -> Result<BTreeMap<String, ListedObject>, StoreError> {
        let below = Path::from(folder);
        let listed = self.runtime.block_on(self.store.list_with_delimiter(Some(&below)));
        let now = SystemTime::now();
        let objects = listed.map_err(|error| self.failed(&error))?.objects;
        let stored = objects.into_iter().filter_map(|object| {
            let put = u64::try_from(object.last_modified.timestamp()).unwrap_or(0);
            let put = SystemTime::UNIX_EPOCH + Duration::from_secs(put);
            let age = now.duration_since(put).unwrap_or_default();
            let name = object.location.filename()?.to_owned();
            Some((name, ListedObject { size: object.size, age }))
        });
        Ok(stored.collect())
    }

    /// Reads a small object whole; `None` where there is none, or more of it than may be.
    pub fn read(&self, name: &str, at_most: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let path = Path::from(name);
        let read = self.runtime.block_on(async {
            let size = self.store.head(&path).await?.size;
            match size {
                0 => Ok(Some(Vec::new())),
                _ if size > at_most => Ok(None),
                _ => Ok(Some(self.store.get_range(&path, 0..size).await?.to_vec())),
            }
        });
        match read {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            read => read.map_err(|error| self.failed(&error)),
        }
    }

    /// Puts a small object where none of that name is; returns whether it did.
    pub fn create(&self, name: &str, bytes: Vec<u8>) -> Result<bool, StoreError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let path = Path::from(name);
        match self.runtime.block_on(self.store.put_opts(&path, bytes.into(), options)) {
            Ok(_) => Ok(true),
            Err(
                object_store::Error::AlreadyExists { .. }
                | object_store::Error::Precondition { .. },
            ) => Ok(false),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Puts what a file holds; it is there whole or not at all.
    pub fn upload(
        &self,
        name: &str,
        size: u64,
        (path, mut file): (&FilePath, impl Read),
    ) -> Result<(), StoreError> {
        let name = Path::from(name);
        if size <= PART as u64 {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(StoreError::at_path(path))?;
            let put = self.runtime.block_on(self.store.put(&name, PutPayload::from(bytes)));
            return put.map(drop).map_err(|error| self.failed(&error));
        }
        let begun = self.runtime.block_on(self.store.put_multipart(&name));
        let begun = begun.map_err(|error| self.failed(&error))?;
        let mut writing = WriteMultipart::new_with_chunk_size(begun, PART);
        let mut part = vec![0; PART];
        loop {
            let read = match file.read(&mut part) {
                Ok(read) => read,
                Err(error) => {
                    // What was begun is paid for until it is given up.
                    let _ = self.runtime.block_on(writing.abort());
                    return Err(StoreError::at_path(path)(error));
                }
            };
            if read == 0 {
                break;
            }
            let sent = self.runtime.block_on(async {
                // Two parts are under way at a time: no more is held in memory.
                writing.wait_for_capacity(1).await?;
                writing.write(&part[..read]);
                Ok::<_, object_store::Error>(())
            });
            if let Err(error) = sent {
                let _ = self.runtime.block_on(writing.abort());
                return Err(self.failed(&error));
            }
        }
        let done = self.runtime.block_on(writing.finish());
        done.map(drop).map_err(|error| self.failed(&error))
    }

    /// Hands on the bytes of an object of that size, piece by piece. `None` where the store has none of it.
    pub fn download<E: From<StoreError>>(
        &self,
        name: &str,
        size: u64,
        mut take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<Option<()>, E> {
        let (path, mut from) = (Path::from(name), 0);
        while from < size {
            let to = size.min(from + PART as u64);
            match self.runtime.block_on(self.store.get_range(&path, from..to)) {
                Err(object_store::Error::NotFound { .. }) => return Ok(None),
                read => take(&read.map_err(|error| self.failed(&error))?)?,
            }
            from = to;
        }
        Ok(Some(()))
    }

    /// Removes an object; one that is not there is removed.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        match self.runtime.block_on(self.store.delete(&Path::from(name))) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Removes what was left of uploads into a folder that did not end, of an age; a bucket lists none of its own.
    pub fn remove_unfinished(
        &self,
        folders: &[&str],
        is_due: impl Fn(Duration) -> bool,
    ) -> Result<(), StoreError> {
        let Some(folder) = find_folder(&self.address)? else { return Ok(()) };
        for below in folders {
            let entries = fs::read_dir(folder.join(below)).into_iter().flatten().flatten();
            for entry in entries.filter(|entry| is_unfinished(&entry.file_name())) {
                let put = entry.metadata().and_then(|found| found.modified());
                let age = put.ok().and_then(|put| put.elapsed().ok()).unwrap_or_default();
                if is_due(age) {
                    remove_file(&entry.path())?;
                }
            }
        }
        Ok(())
    }

    fn failed(&self, error: &object_store::Error) -> StoreError {
        StoreError::Store { address: self.address.clone(), problem: StoreProblem::of(error) }
    }
}

/// Whether a file of a store's folder is one that `object_store` writes before it is given its name: `NAME#1`.
fn is_unfinished(name: &OsStr) -> bool {
    let digits = name.to_str().and_then(|name| name.rsplit_once('#')).map(|(_, digits)| digits);
    digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}
