//! How the bytes of a text become the text.

use super::{
    encoding::{LineFeeds, TextEncoding},
    entities,
    misread::MisreadEncoding,
};
use crate::ingest::{Export, IngestError, export::UnnamedFile};

/// Says how the bytes of a text are read: encoding, line ends, and what is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextDialect {
    pub encoding: TextEncoding,
    /// Whether lines end in a lone CR.
    pub ends_in_cr: bool,
    /// What is made good behind the encoding, where the headings cannot be read without.
    pub mended: Option<MendedText>,
}

/// Says what is mended in a text after it was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MendedText {
    Misread(MisreadEncoding),
    Entities,
}

impl MendedText {
    /// Lists every kind of misread text, the likeliest first.
    pub fn all_misread() -> impl Iterator<Item = Self> {
        MisreadEncoding::ALL.into_iter().map(Self::Misread)
    }

    fn mend_head(self, text: &str) -> String {
        match self {
            Self::Misread(misread) => misread.mend_text(text),
            Self::Entities => entities::decode_to_string(text),
        }
    }

    fn rewrite_export(self, export: &Export) -> Result<Export, IngestError> {
        let (text, ()) = UnnamedFile::fill_new(|out| {
            let input = export.bytes.open_reader()?;
            match self {
                Self::Misread(misread) => misread.mend_stream(input, out),
                Self::Entities => entities::decode_entities(input, out),
            }
        })
        .map_err(export.unreadable_error())?;
        Ok(export.with_bytes(text))
    }
}

impl TextDialect {
    /// The first bytes as a text whose lines end in LF, and the way they are read.
    pub fn read_head(
        encoding: TextEncoding,
        mended: Option<MendedText>,
        bytes: &[u8],
    ) -> (Self, String) {
        let (mut text, _) = encoding.decode_whole(bytes);
        let ends_in_cr = text.contains('\r') && !text.contains('\n');
        if ends_in_cr {
            text = text.replace('\r', "\n");
        }
        if let Some(mended) = mended {
            text = mended.mend_head(&text);
        }
        (Self { encoding, ends_in_cr, mended }, text)
    }

    /// The export as UTF-8 with line feeds: itself, where it is that already.
    pub fn convert_to_utf8(self, export: &Export) -> Result<Export, IngestError> {
        let mut export = export.clone();
        if self.encoding != TextEncoding::Utf8 || self.ends_in_cr || self.mended.is_some() {
            let (text, _) = UnnamedFile::fill_new(|out| {
                let input = export.bytes.open_reader()?;
                if self.ends_in_cr {
                    self.encoding.transcode_to_utf8(input, &mut LineFeeds(out))
                } else {
                    self.encoding.transcode_to_utf8(input, out)
                }
            })
            .map_err(export.unreadable_error())?;
            export = export.with_bytes(text);
        }
        match self.mended {
            Some(mended) => mended.rewrite_export(&export),
            None => Ok(export),
        }
    }
}

/// The same text with its entities as letters.
pub fn without_entities(export: &Export) -> Result<Export, IngestError> {
    MendedText::Entities.rewrite_export(export)
}
