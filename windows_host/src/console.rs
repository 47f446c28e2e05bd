use windows_sys::Win32::System::Console::GetConsoleProcessList;

/// Whether the console closes with this process: somebody began it with a double click, and has no time to read what it says.
#[must_use]
pub fn owns_console() -> bool {
    let mut processes = [0u32; 2];
    // SAFETY: the system is told the length of the list, and writes no more than that.
    let listed = unsafe { GetConsoleProcessList(processes.as_mut_ptr(), 2) };
    listed == 1
}
