use std::{ffi::c_void, io, os::windows::ffi::OsStrExt, path::Path, ptr};

use windows_sys::Win32::{
    Foundation::{CloseHandle, HANDLE, LocalFree},
    Security::{
        Authorization::{
            ConvertSecurityDescriptorToStringSecurityDescriptorW, ConvertSidToStringSidW,
            ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
        },
        DACL_SECURITY_INFORMATION, GetFileSecurityW, GetTokenInformation,
        PROTECTED_DACL_SECURITY_INFORMATION, SetFileSecurityW, TOKEN_QUERY, TOKEN_USER, TokenUser,
    },
    System::Threading::{GetCurrentProcess, OpenProcessToken},
};

/// Who is more than this account, the system, administrators and those somebody named: everyone, users, who is logged in, guests.
const BROAD: [&str; 6] = [";WD)", ";BU)", ";AU)", ";IU)", ";BG)", ";AN)"];

/// Lets nobody but this account, the system and administrators read or write a file that everybody could; rights that are narrow
/// already are somebody's, as a service's own account's, and stay.
pub fn make_private(path: &Path) -> io::Result<()> {
    let rights = read_rights(path)?;
    if BROAD.iter().all(|who| !rights.contains(who)) {
        return Ok(());
    }
    let user = own_sid()?;
    let rights: Vec<u16> =
        format!("D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;{user})\0").encode_utf16().collect();
    let path: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let mut descriptor = ptr::null_mut();
    // SAFETY: both texts end with a zero; the descriptor is the system's, and given back below.
    unsafe {
        if ConvertStringSecurityDescriptorToSecurityDescriptorW(
            rights.as_ptr(),
            SDDL_REVISION_1,
            &raw mut descriptor,
            ptr::null_mut(),
        ) == 0
        {
            return Err(io::Error::last_os_error());
        }
        let what = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
        let set = SetFileSecurityW(path.as_ptr(), what, descriptor);
        let failed = (set == 0).then(io::Error::last_os_error);
        LocalFree(descriptor);
        failed.map_or(Ok(()), Err)
    }
}

/// The rights of a file, in the system's own writing: `D:AI(A;ID;FA;;;SY)…`
fn read_rights(path: &Path) -> io::Result<String> {
    let path: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    // A list of rights has at most 64 KB.
    let mut buffer = vec![0u64; 1 << 13];
    let (mut length, mut text) = (0, ptr::null_mut());
    // SAFETY: the path ends with a zero, the buffer is aligned and its length is told; the text is the system's, ends with a zero, and is
    // given back.
    unsafe {
        let place = buffer.as_mut_ptr().cast::<c_void>();
        let size = u32::try_from(buffer.len() * size_of::<u64>()).unwrap_or(u32::MAX);
        if GetFileSecurityW(path.as_ptr(), DACL_SECURITY_INFORMATION, place, size, &raw mut length)
            == 0
            || ConvertSecurityDescriptorToStringSecurityDescriptorW(
                place,
                SDDL_REVISION_1,
                DACL_SECURITY_INFORMATION,
                &raw mut text,
                ptr::null_mut(),
            ) == 0
        {
            return Err(io::Error::last_os_error());
        }
        Ok(take_text(text))
    }
}

/// Copies a text the system made, and gives it back.
///
/// # Safety
/// It ends with a zero and is of the system's local memory.
unsafe fn take_text(text: *mut u16) -> String {
    // SAFETY: as the caller says.
    unsafe {
        let mut letters = 0;
        while *text.add(letters) != 0 {
            letters += 1;
        }
        let copied = String::from_utf16_lossy(std::slice::from_raw_parts(text, letters));
        LocalFree(text.cast());
        copied
    }
}

/// The account this process runs as: `S-1-5-21-…`.
fn own_sid() -> io::Result<String> {
    // A user's name, its longest number and what stands before both.
    let mut buffer = [0u64; 32];
    let mut length = 0;
    let mut text = ptr::null_mut();
    // SAFETY: the buffer is aligned as its first field, a pointer, and its length is told; the text is the system's, ends with a zero,
    // and is given back.
    unsafe {
        let mut token: HANDLE = ptr::null_mut();
        if OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) == 0 {
            return Err(io::Error::last_os_error());
        }
        let size = u32::try_from(size_of_val(&buffer)).unwrap_or(u32::MAX);
        let place = buffer.as_mut_ptr().cast::<c_void>();
        let read = GetTokenInformation(token, TokenUser, place, size, &raw mut length);
        let failed = (read == 0).then(io::Error::last_os_error);
        CloseHandle(token);
        if let Some(error) = failed {
            return Err(error);
        }
        let user = &*buffer.as_ptr().cast::<TOKEN_USER>();
        if ConvertSidToStringSidW(user.User.Sid, &raw mut text) == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(take_text(text))
    }
}
