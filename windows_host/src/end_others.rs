use std::{io, mem, time::Duration};

use windows_sys::Win32::{
    Foundation::{CloseHandle, HANDLE},
    System::{
        ProcessStatus::K32EnumProcesses,
        Threading::{
            GetCurrentProcess, GetCurrentProcessId, OpenProcess, PROCESS_NAME_WIN32,
            PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE, PROCESS_TERMINATE,
            QueryFullProcessImageNameW, TerminateProcess, WaitForSingleObject,
        },
    },
};

/// How long a process that was ended may take to be gone.
const GONE: Duration = Duration::from_secs(10);

/// Ends every other process that was started from this very program file, and waits until it is gone; returns how many. One that belongs to
/// somebody else, and may not be ended, is passed over. Fails where the processes cannot be listed.
pub fn end_other_processes() -> io::Result<usize> {
    // SAFETY: the handle of the own process needs no closing.
    let own = unsafe { read_image(GetCurrentProcess()) }.ok_or_else(io::Error::last_os_error)?;
    // SAFETY: the call has no condition.
    let own_id = unsafe { GetCurrentProcessId() };
    let mut ended = 0;
    for id in list_processes()?.into_iter().filter(|id| *id != own_id) {
        let rights = PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE | PROCESS_SYNCHRONIZE;
        // SAFETY: what is opened is closed below; a handle of nobody is not used.
        unsafe {
            let process = OpenProcess(rights, 0, id);
            if process.is_null() {
                continue;
            }
            let is_same = read_image(process).is_some_and(|image| image == own);
            if is_same && TerminateProcess(process, 1) != 0 {
                let wait = u32::try_from(GONE.as_millis()).unwrap_or(u32::MAX);
                WaitForSingleObject(process, wait);
                ended += 1;
            }
            CloseHandle(process);
        }
    }
    Ok(ended)
}

/// The numbers of all processes.
fn list_processes() -> io::Result<Vec<u32>> {
    let mut ids = vec![0u32; 1 << 14];
    let size = u32::try_from(mem::size_of_val(ids.as_slice())).unwrap_or(u32::MAX);
    let mut written = 0;
    // SAFETY: the system is told the length of the list, and writes no more than that.
    if unsafe { K32EnumProcesses(ids.as_mut_ptr(), size, &raw mut written) } == 0 {
        return Err(io::Error::last_os_error());
    }
    ids.truncate(written as usize / mem::size_of::<u32>());
    Ok(ids)
}

/// The file a process was started from, in small letters; `None` where it cannot be told.
///
/// # Safety
/// The handle is open, and may be asked for that.
unsafe fn read_image(process: HANDLE) -> Option<String> {
    // The longest path there is.
    let mut text = vec![0u16; 1 << 15];
    let mut length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    // SAFETY: the system is told the length of the text, and writes no more than that.
    let read = unsafe {
        QueryFullProcessImageNameW(process, PROCESS_NAME_WIN32, text.as_mut_ptr(), &raw mut length)
    };
    (read != 0).then(|| String::from_utf16_lossy(&text[..length as usize]).to_lowercase())
}
