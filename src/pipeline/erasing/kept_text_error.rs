//! Why a reason or a note is not kept.

use crate::catalog::phrases::telling::worded_errors;

worded_errors! {
    /// Reports why a text that would be kept for ever is not.
    #[derive(Debug)]
    pub enum KeptTextError {
        "kept_text.personal" => Personal,
        "kept_text.code" => NamesDossier { code: String },
    }
}
