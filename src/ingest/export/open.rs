//! Reading an export's bytes from several places at once.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::PathBuf,
    sync::Arc,
};

use parking_lot::Mutex;

/// Says where the bytes of an export lie: in a file of the user's, or in a temporary one.
#[derive(Debug, Clone)]
pub enum ExportBytes {
    Path(PathBuf),
    Unnamed(UnnamedFile),
}

impl ExportBytes {
    /// Opens the bytes for reading from their start; fails when the file cannot be opened.
    pub fn open_reader(&self) -> io::Result<OpenedExport> {
        match self {
            Self::Path(path) => Ok(OpenedExport::File(BufReader::new(File::open(path)?))),
            Self::Unnamed(file) => Ok(OpenedExport::Unnamed(BufReader::new(SharedFileCursor {
                file: file.clone(),
                at: 0,
            }))),
        }
    }
}

/// A temporary file without a name: the system takes it back when its last user is gone.
#[derive(Debug, Clone)]
pub struct UnnamedFile(Arc<Mutex<File>>);

impl UnnamedFile {
    /// Fills a new file; what `fill` returns comes with it.
    pub fn fill_new<T, E: From<io::Error>>(
        fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<(Self, T), E> {
        let mut writer = io::BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
        let told = fill(&mut writer)?;
        let written = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok((Self(Arc::new(Mutex::new(written))), told))
    }

    /// Reads it from its start.
    pub fn open_reader(&self) -> impl Read + Seek + use<> {
        SharedFileCursor { file: self.clone(), at: 0 }
    }
}

/// Reads the bytes of an export with a buffer, wherever they lie.
pub enum OpenedExport {
    File(BufReader<File>),
    Unnamed(BufReader<SharedFileCursor>),
}

/// A place in a file that others read too.
pub struct SharedFileCursor {
    file: UnnamedFile,
    at: u64,
}

impl Read for SharedFileCursor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.0.lock();
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for SharedFileCursor {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let file = self.file.0.lock();
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (file.metadata()?.len(), by),
            SeekFrom::Current(by) => (self.at, by),
        };
        let before = || io::Error::new(io::ErrorKind::InvalidInput, "before the start of the file");
        self.at = from.checked_add_signed(by).ok_or_else(before)?;
        Ok(self.at)
    }
}

impl Read for OpenedExport {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Unnamed(file) => file.read(buffer),
        }
    }
}

impl io::BufRead for OpenedExport {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::File(file) => file.fill_buf(),
            Self::Unnamed(file) => file.fill_buf(),
        }
    }
    fn consume(&mut self, amount: usize) {
        match self {
            Self::File(file) => file.consume(amount),
            Self::Unnamed(file) => file.consume(amount),
        }
    }
}

impl Seek for OpenedExport {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Unnamed(file) => file.seek(to),
        }
    }
}
