//! The catalog a server works by. One that takes a new connector in goes on with the content that holds it, and is not started anew.

use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

use parking_lot::Mutex;

use super::super::Catalog;

/// Holds the catalog that is in force and those before it: who began with one of them ends with it.
#[derive(Clone)]
pub struct CatalogVersions(Arc<VersionChain>);

struct VersionChain {
    first: CatalogVersion,
    /// Two who change it at once do so one after the other.
    writer: Mutex<()>,
}

struct CatalogVersion {
    catalog: Catalog,
    content_version: String,
    next: OnceLock<Box<CatalogVersion>>,
}

impl CatalogVersions {
    /// Returns the catalog that is in force.
    pub fn current(&self) -> &Catalog {
        &self.newest().catalog
    }

    /// Returns what changes whenever any file of the content does.
    pub fn content_version(&self) -> &str {
        &self.newest().content_version
    }

    /// Puts in force what is made of the catalog that is. Where it cannot be made, all stays as it was.
    pub fn advance<E>(
        &self,
        make: impl FnOnce(&Catalog) -> Result<Catalog, E>,
    ) -> Result<&Catalog, E> {
        let _turn = self.0.writer.lock();
        let newest = self.newest();
        let version = CatalogVersion::new(make(&newest.catalog)?);
        Ok(&newest.next.get_or_init(|| Box::new(version)).catalog)
    }

    fn newest(&self) -> &CatalogVersion {
        let mut newest = &self.0.first;
        while let Some(next) = newest.next.get() {
            newest = next;
        }
        newest
    }
}

impl CatalogVersion {
    fn new(catalog: Catalog) -> Self {
        let content_version = catalog.content.content_version();
        Self { catalog, content_version, next: OnceLock::new() }
    }
}

impl From<Catalog> for CatalogVersions {
    fn from(catalog: Catalog) -> Self {
        let first = CatalogVersion::new(catalog);
        Self(Arc::new(VersionChain { first, writer: Mutex::new(()) }))
    }
}

impl Deref for CatalogVersions {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        self.current()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_the_versions_sees_the_newest_and_a_failure_changes_nothing() {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let versions = CatalogVersions::from(catalog);
        let other = versions.clone();
        let before = versions.current();
        let first = versions.content_version().to_owned();
        assert_eq!(versions.advance(|_| Err("no")).err(), Some("no"));
        assert_eq!(other.content_version(), first);
        let made = versions.advance(|catalog| {
            let content = catalog.content.with_file("connectors/note.txt", b"a".to_vec());
            Ok::<_, ()>(Catalog { content, ..catalog.clone() })
        });
        assert!(made.is_ok());
        assert_ne!(other.content_version(), first);
        assert!(other.content.find_file("connectors/note.txt").is_some());
        assert!(before.content.find_file("connectors/note.txt").is_none());
    }
}
