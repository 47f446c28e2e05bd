//! What is handed in and is no table: each kind by its own name, with the way on.

use crate::catalog::phrases::telling::worded_errors;

worded_errors! {
    /// Names what a file is that is no table.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ForeignFormat {
        "foreign.word" => Word,
        "foreign.slides" => Slides,
        "foreign.mail" => Mail,
        /// A binary workbook of Excel.
        "foreign.xlsb" => Xlsb,
        "foreign.odt" => Odt,
        /// Any `OpenDocument` file that is neither a spreadsheet nor a text.
        "foreign.open_document" => OpenDocument,
        /// A document of Apple's Numbers or Pages.
        "foreign.numbers" => Numbers,
        /// An old Office file without a workbook in it.
        "foreign.office" => Office,
        "foreign.program" => Program,
        "foreign.xml" => Xml,
        "foreign.word_xml" => WordXml,
        "foreign.shortcut" => Shortcut,
        "foreign.prose" => Prose,
        "foreign.binary" => Binary,
        /// What Office leaves beside a file that is open.
        "foreign.lock" => Lock,
        "foreign.picture" => Picture,
        "foreign.rar" => Rar,
        "foreign.seven_zip" => SevenZip,
        "foreign.xz" => Xz,
        "foreign.bzip2" => Bzip2,
        "foreign.zstandard" => Zstandard,
        "foreign.cab" => Cab,
        "foreign.tar" => Tar,
        "foreign.rtf" => Rtf,
        "foreign.sqlite" => Sqlite,
        "foreign.access" => Access,
        "foreign.parquet" => Parquet,
        "foreign.lotus" => Lotus,
        "foreign.quattro" => Quattro,
        /// What a Mac writes beside a file.
        "foreign.mac_litter" => MacLitter,
        "foreign.postscript" => PostScript,
        "foreign.pdf" => Pdf,
        "foreign.dbase" => Dbase,
        "foreign.visio" => Visio,
        "foreign.thumbnails" => Thumbnails,
        "foreign.book" => Book,
    }
}

worded_errors! {
    /// Says what to do with a file that is no table.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum ForeignWay {
        "way.export_again" => ExportAgain,
        "way.unpack" => Unpack,
        "way.copy_table" => CopyTable,
        "way.open_and_save" => OpenAndSave,
        "way.save_attachment" => SaveAttachment,
        "way.save_in_excel" => SaveInExcel,
        "way.save_on_mac" => SaveOnMac,
        "way.export_or_save" => ExportOrSave,
        "way.follow_shortcut" => FollowShortcut,
        "way.leave_prose" => LeaveProse,
        "way.close_office" => CloseOffice,
        "way.take_other" => TakeOther,
    }
}

impl ForeignFormat {
    /// Gives what to do with such a file.
    pub fn way(self) -> ForeignWay {
        match self {
            Self::Program
            | Self::Binary
            | Self::Sqlite
            | Self::Access
            | Self::Parquet
            | Self::Thumbnails => ForeignWay::ExportAgain,
            Self::Rar
            | Self::SevenZip
            | Self::Xz
            | Self::Bzip2
            | Self::Zstandard
            | Self::Cab
            | Self::Tar => ForeignWay::Unpack,
            Self::Word
            | Self::Slides
            | Self::Odt
            | Self::OpenDocument
            | Self::WordXml
            | Self::Picture
            | Self::Rtf
            | Self::PostScript
            | Self::Pdf
            | Self::Visio
            | Self::Book => ForeignWay::CopyTable,
            Self::Office | Self::Lotus | Self::Quattro | Self::Dbase => ForeignWay::OpenAndSave,
            Self::Mail => ForeignWay::SaveAttachment,
            Self::Xlsb => ForeignWay::SaveInExcel,
            Self::Numbers => ForeignWay::SaveOnMac,
            Self::Xml => ForeignWay::ExportOrSave,
            Self::Shortcut => ForeignWay::FollowShortcut,
            Self::Prose => ForeignWay::LeaveProse,
            Self::Lock => ForeignWay::CloseOffice,
            Self::MacLitter => ForeignWay::TakeOther,
        }
    }
}
