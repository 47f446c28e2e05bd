//! What typst may see: one text, the pictures it names, four fonts. No files, no network, no clock.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// What never changes: the language and the fonts.
struct TypesetAssets {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static FIXED: LazyLock<TypesetAssets> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!("fonts/Tinos-Regular.ttf"),
        include_bytes!("fonts/Tinos-RegularItalic.ttf"),
        include_bytes!("fonts/Tinos-Bold.ttf"),
        include_bytes!("fonts/Tinos-BoldItalic.ttf"),
    ];
    let fonts: Vec<Font> =
        files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    TypesetAssets {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// Holds all that typst may read: the text, the layout, the pictures and the fonts.
pub struct TypesetWorld {
    main: Source,
    layout: Source,
    pictures: HashMap<FileId, Bytes>,
}

impl TypesetWorld {
    /// Makes the world of one text and the pictures it names.
    pub fn new(text: String, pictures: Vec<(String, Arc<Vec<u8>>)>) -> Self {
        let bytes = |png: Arc<Vec<u8>>| Bytes::new(PngPicture(png));
        Self {
            main: Source::new(file_id("main.typ"), text),
            layout: Source::new(file_id("layout.typ"), include_str!("layout.typ").to_owned()),
            pictures: pictures
                .into_iter()
                .map(|(name, png)| (file_id(&name), bytes(png)))
                .collect(),
        }
    }
}

struct PngPicture(Arc<Vec<u8>>);

impl AsRef<[u8]> for PngPicture {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("names are of our making");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for TypesetWorld {
    fn library(&self) -> &LazyHash<Library> {
        &FIXED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FIXED.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut sources = [&self.main, &self.layout].into_iter();
        sources.find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.pictures.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FIXED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
