//! How the bytes of a text become the text.

use super::{
    encoding::{Encoding, LineFeeds},
    entities,
    misread::Misread,
};
use crate::ingest::{Export, IngestError, export::Unnamed};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    pub encoding: Encoding,
    /// Whether lines end in a lone CR.
    pub ends_in_cr: bool,
    /// What is made good behind the encoding, where the headings cannot be read without.
    pub mended: Option<Mended>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mended {
    Misread(Misread),
    Entities,
}

impl Mended {
    pub fn misread() -> impl Iterator<Item = Self> {
        Misread::ALL.into_iter().map(Self::Misread)
    }

    fn of_text(self, text: &str) -> String {
        match self {
            Self::Misread(misread) => misread.mended(text),
            Self::Entities => entities::decoded(text),
        }
    }

    fn rewrite(self, export: &Export) -> Result<Export, IngestError> {
        let (text, ()) = Unnamed::filled(|out| {
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

impl Way {
    /// The first bytes as a text whose lines end in LF, and the way they are read.
    pub fn read(encoding: Encoding, mended: Option<Mended>, bytes: &[u8]) -> (Self, String) {
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
        if self.encoding != Encoding::Utf8 || self.ends_in_cr || self.mended.is_some() {
            let (text, _) = Unnamed::filled(|out| {
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
    Mended::Entities.rewrite(export)
}
