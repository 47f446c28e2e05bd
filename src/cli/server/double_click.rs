use std::ffi::OsString;

/// Whether somebody began the program with a double click: the window that shows what it says closes with it.
pub fn is_double_clicked(arguments: &[OsString]) -> bool {
    #[cfg(windows)]
    return arguments.len() == 1 && windows_host::owns_console();
    #[cfg(not(windows))]
    {
        let _ = arguments;
        false
    }
}
