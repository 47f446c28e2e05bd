/* Holds a file as Excel does: others may read it, nobody may write or move it. hold.exe FILE; ends with its standard input. */
#include <stdio.h>
#include <windows.h>
int wmain(int count, wchar_t **words) {
    HANDLE file = CreateFileW(words[count - 1], GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) { printf("error %lu\n", GetLastError()); return 1; }
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) {}
    return 0;
}
