/* Starts a command in a process group of its own, sends it Ctrl-Break after some seconds, waits, and prints its exit code.
   interrupt.exe SECONDS COMMAND LINE */
#include <stdio.h>
#include <windows.h>
int wmain(int count, wchar_t **words) {
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    DWORD code = 0;
    if (count < 3 || !CreateProcessW(NULL, words[2], NULL, NULL, TRUE, CREATE_NEW_PROCESS_GROUP, NULL, NULL, &start, &process)) return 1;
    Sleep(_wtoi(words[1]) * 1000);
    if (!GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, process.dwProcessId)) {
        printf("error %lu\n", GetLastError());
        TerminateProcess(process.hProcess, 9);
        return 1;
    }
    if (WaitForSingleObject(process.hProcess, 30000) != WAIT_OBJECT_0) { puts("still there"); TerminateProcess(process.hProcess, 9); return 1; }
    GetExitCodeProcess(process.hProcess, &code);
    printf("ended %lu\n", code);
    return 0;
}
