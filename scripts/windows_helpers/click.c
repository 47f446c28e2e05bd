/* Starts a program as a double click does, in a console of its own, and ends it after some seconds if it has not ended: click.exe SECONDS PROGRAM */
#include <stdio.h>
#include <windows.h>
int wmain(int count, wchar_t **words) {
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    DWORD code = 0;
    if (count < 3 || !CreateProcessW(NULL, words[2], NULL, NULL, FALSE, CREATE_NEW_CONSOLE, NULL, NULL, &start, &process)) return 1;
    WaitForSingleObject(process.hProcess, _wtoi(words[1]) * 1000);
    GetExitCodeProcess(process.hProcess, &code);
    if (code == STILL_ACTIVE) TerminateProcess(process.hProcess, 9);
    printf("code %lu\n", code);
    return 0;
}
