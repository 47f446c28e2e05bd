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
    pub fn misread() -> impl Iterator<Item = Self> {
        MisreadEncoding::ALL.into_iter().map(Self::Misread)
    }

    fn of_text(self, text: &str) -> String {
        match self {
            Self::Misread(misread) => misread.mended(text),
            Self::Entities => entities::decoded(text),
        }
    }

    fn rewrite(self, export: &Export) -> Result<Export, IngestError> {
        let (text, ()) = UnnamedFile::filled(|out| {
            let input = export.bytes.open()?;
            match self {
                Self::Misread(misread) => misread.mend(input, out),
                Self::Entities => entities::decode(input, out),
            }
        })
        .map_err(export.unreadable())?;
        Ok(export.holding(text))
    }
}

impl TextDialect {
    /// The first bytes as a text whose lines end in LF, and the way they are read.
    pub fn read(
        encoding: TextEncoding,
        mended: Option<MendedText>,
        bytes: &[u8],
    ) -> (Self, String) {
        let (mut text, _) = encoding.decoded(bytes);
        let ends_in_cr = text.contains('\r') && !text.contains('\n');
        if ends_in_cr {
            text = text.replace('\r', "\n");
        }
        if let Some(mended) = mended {
            text = mended.of_text(&text);
        }
        (Self { encoding, ends_in_cr, mended }, text)
    }

    /// The export as UTF-8 with line feeds: itself, where it is that already.
    pub fn rewritten(self, export: &Export) -> Result<Export, IngestError> {
        let mut export = export.clone();
        if self.encoding != TextEncoding::Utf8 || self.ends_in_cr || self.mended.is_some() {
            let (text, _) = UnnamedFile::filled(|out| {
                let input = export.bytes.open()?;
                if self.ends_in_cr {
                    self.encoding.transcode(input, &mut LineFeeds(out))
                } else {
                    self.encoding.transcode(input, out)
                }
            })
            .map_err(export.unreadable())?;
            export = export.holding(text);
        }
        match self.mended {
            Some(mended) => mended.rewrite(&export),
            None => Ok(export),
        }
    }
}

/// The same text with its entities as letters.
pub fn without_entities(export: &Export) -> Result<Export, IngestError> {
    MendedText::Entities.rewrite(export)
}
