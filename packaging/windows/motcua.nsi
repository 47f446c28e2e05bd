; The installer for Windows. scripts/windows.sh says VERSION, FROM (the files), SIZE in KB, OUT, ICON, SETTINGS, SIGN, COMPRESSOR.
; What is typed is for an officer of IT:
;   /S             nothing is asked
;   /ALLUSERS      for the whole machine, as a service; else for this account, without rights of an administrator
;   /PORT=8686     of the service; else the first free one from 8686 on
;   /LAN           the service can be reached from other machines, and the firewall lets them in; a user "quantri" is made, whose password
;                  lies in mat-khau-quan-tri.txt in the office's folder. It stays so when it is upgraded
;   /LOCAL         takes /LAN back
;   /INBOX=group   only that group or account of Windows drops exports and reads what was dropped; else all users of the machine. It stays
;                  so when it is upgraded; /INBOX=users takes it back
;   /TAKEOVER      a folder of the office that this installer did not make is used as it is
;   /DEMO          takes the built-in samples in, in data-mau beside the office's data
;   /D=folder      where the program goes; last, without quotes. Of a service a new folder, which only administrators may write to then
; The uninstaller: /S, and /DELETEDATA to remove what the office has too.
; It ends with 0, 2 what failed, 3 the backup before an upgrade failed and nothing is changed, 4 a switch or the office's folder is not as it
; must be and nothing is changed, 5 an administrator is needed. What it stopped it starts again where it fails.
Unicode true
Target amd64-unicode
SetCompressor ${COMPRESSOR}
RequestExecutionLevel user
Name "Một cửa ${VERSION}"
OutFile "${OUT}"
Icon "${ICON}"
BrandingText "motcua ${VERSION}"
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Một cửa"
VIAddVersionKey "FileDescription" "Bộ cài đặt Một cửa"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT hoặc Apache-2.0"
; Unsigned it must not go out without a word.
!uninstfinalize '"${SIGN}" "%1"' = 0

!include MUI2.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\motcua"
; That the office's folder is ours outlives the program; only administrators write here.
!define OURS "Software\motcua"
; Of Windows' own account for services, and of all users, in every language.
!define SERVICE_SID "*S-1-5-19"
!define USERS_SID "*S-1-5-32-545"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"

Var Mode ; account, service
Var Home ; what is the office's
Var Port
Var Listen
Var Command
Var Wide
Var Samples
Var ServiceChoice
Var Inbox ; who drops exports
Var TakesOver
Var HomeIsOurs ; whether an administrator's key says that this installer made it
Var Stopped ; whether a service was running and has been stopped
Var ProgramAside ; whether the program of before lies aside as .old
Var EngineAside ; whether its engine does

!define MUI_WELCOMEPAGE_TITLE "Cài đặt Một cửa ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Một cửa đọc các tệp xuất từ Cổng dịch vụ công, tính chỉ tiêu giải quyết hồ sơ và mở thành trang trong trình duyệt.$\r$\n$\r$\nChương trình không cần Internet, không gửi số liệu đi đâu. Máy đã có bản cũ thì bộ cài sao lưu trước rồi nâng cấp; số liệu được giữ nguyên."
!insertmacro MUI_PAGE_WELCOME
Page custom ShowModes LeaveModes
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Mở Một cửa trong trình duyệt"
!define MUI_FINISHPAGE_RUN_FUNCTION OpenPages
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

!macro EndWith Code
  SetErrorLevel ${Code}
  Quit
!macroend

; Says what failed where somebody sees it, and ends; what was stopped or laid aside for it is as before.
!macro Refuse Code Text
  DetailPrint "${Text}"
  Call PutBack
  MessageBox MB_OK|MB_ICONSTOP "${Text}" /SD IDOK
  !insertmacro EndWith ${Code}
!macroend

; Lays a file of before aside. It is held by somebody where it cannot be renamed: then nothing is written over it.
!macro LayAside File Flag
  ${If} ${FileExists} "$INSTDIR\${File}"
    Delete "$INSTDIR\${File}.old"
    ClearErrors
    Rename "$INSTDIR\${File}" "$INSTDIR\${File}.old"
    ${If} ${Errors}
      !insertmacro Refuse 2 "Không đổi tên được $INSTDIR\${File}: có chương trình đang giữ tệp ấy, hoặc bản cũ ${File}.old không xóa được. Vẫn là bản cũ. Hãy đóng Một cửa (và các cửa sổ dòng lệnh của nó) rồi cài lại."
    ${EndIf}
    StrCpy ${Flag} "1"
  ${EndIf}
!macroend

; Takes a file of before back, where it was laid aside and is still there: else what stands in its place is the only one.
!macro TakeBack File Flag
  ${If} ${Flag} == "1"
  ${AndIf} ${FileExists} "$INSTDIR\${File}.old"
    Delete "$INSTDIR\${File}"
    Rename "$INSTDIR\${File}.old" "$INSTDIR\${File}"
  ${EndIf}
  StrCpy ${Flag} "0"
!macroend

; Puts the program of before in its place again, and starts the service that was stopped.
Function PutBack
  !insertmacro TakeBack "motcua.exe" $ProgramAside
  !insertmacro TakeBack "duckdb.dll" $EngineAside
  ${If} $Stopped == "1"
    StrCpy $Stopped "0"
    nsExec::ExecToLog '"$SYSDIR\net.exe" start motcua'
    Pop $R8
  ${EndIf}
FunctionEnd

Function .onInit
  StrCpy $Stopped "0"
  StrCpy $ProgramAside "0"
  StrCpy $EngineAside "0"
  StrCpy $Inbox ""
  StrCpy $TakesOver "0"
  StrCpy $HomeIsOurs "0"
  StrCpy $Mode "account"
  StrCpy $Wide "0"
  StrCpy $Samples "0"
  StrCpy $Port ""
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ALLUSERS" $R1
  ${IfNot} ${Errors}
    StrCpy $Mode "service"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/LAN" $R1
  ${IfNot} ${Errors}
    StrCpy $Wide "1"
    StrCpy $Mode "service"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/LOCAL" $R1
  ${IfNot} ${Errors}
    StrCpy $Wide "back"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/INBOX=" $R1
  ${IfNot} ${Errors}
    StrCpy $Inbox $R1
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/TAKEOVER" $R1
  ${IfNot} ${Errors}
    StrCpy $TakesOver "1"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/DEMO" $R1
  ${IfNot} ${Errors}
    StrCpy $Samples "1"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/PORT=" $R1
  ${IfNot} ${Errors}
    StrCpy $Port $R1
    IntOp $R2 $R1 + 0
    ${If} $R2 S!= $R1
    ${OrIf} $R2 < 1
    ${OrIf} $R2 > 65535
      !insertmacro Refuse 4 "/PORT=$R1: cổng mạng là một số từ 1 đến 65535. Chưa có gì thay đổi."
    ${EndIf}
  ${EndIf}
  ClearErrors
  ; What is a service already is upgraded as one.
  SetRegView 64
  ReadRegStr $R1 HKLM "${REMOVAL}" "InstallLocation"
  ${If} $R1 != ""
    StrCpy $Mode "service"
  ${EndIf}
  ClearErrors
  Call NeedRights
FunctionEnd

; A service is made by an administrator: who is none is asked to become one.
Function NeedRights
  ${If} $Mode != "service"
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 == "Admin"
    Return
  ${EndIf}
  ${If} ${Silent}
    !insertmacro EndWith 5
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ExecShell "runas" "$EXEPATH" "/ALLUSERS $R0"
  ${If} ${Errors}
    !insertmacro Refuse 5 "Cài cho cả máy cần quyền quản trị. Hãy nhờ người quản trị máy, hoặc chọn chỉ cài cho tài khoản này."
  ${EndIf}
  Quit
FunctionEnd

Function ShowModes
  ; Who was led here as an administrator has chosen.
  ${If} $Mode == "service"
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "Ai dùng Một cửa trên máy này?" "Không chắc thì để nguyên rồi bấm Cài đặt."
  nsDialogs::Create 1018
  Pop $R0
  ${NSD_CreateRadioButton} 0 0 100% 12u "Chỉ tài khoản Windows này (không cần quyền quản trị)"
  Pop $R1
  ${NSD_Check} $R1
  ${NSD_CreateLabel} 12u 14u 95% 20u "Mở từ menu Start khi cần; trang mở trong trình duyệt của máy này."
  Pop $R0
  ${NSD_CreateRadioButton} 0 42u 100% 12u "Cả máy, chạy nền như một dịch vụ (cần quyền quản trị)"
  Pop $ServiceChoice
  ${NSD_CreateLabel} 12u 56u 95% 30u "Tự chạy khi bật máy, kể cả khi chưa ai đăng nhập; tự nạp tệp, tự gửi báo cáo theo lịch. Máy khác vẫn chưa vào được cho đến khi cơ quan cho phép."
  Pop $R0
  nsDialogs::Show
FunctionEnd

Function LeaveModes
  ${NSD_GetState} $ServiceChoice $R0
  ${If} $R0 == ${BST_CHECKED}
    StrCpy $Mode "service"
    Call NeedRights
  ${EndIf}
FunctionEnd

; Where the program and what is the office's are, as the mode says it.
!macro FindPlaces
  SetRegView 64
  ${If} $Mode == "service"
    SetShellVarContext all
    StrCpy $Home "$APPDATA\motcua"
  ${Else}
    SetShellVarContext current
    StrCpy $Home "$LOCALAPPDATA\motcua"
  ${EndIf}
!macroend

; Runs a command, what it says goes to the details; its code is in $R9. It is named by its whole path: another of its name that lies in the
; folder of the installer would be run with the rights of an administrator.
!macro RunCommand Command
  nsExec::ExecToLog '${Command}'
  Pop $R9
!macroend

; Ends what runs of this installation, and nothing of another. The server may be ended at any moment: what is published stays whole.
!macro StopProgram
  ${If} $Mode == "service"
    !insertmacro RunCommand '"$SYSDIR\net.exe" stop motcua'
    ${If} $R9 == 0
      StrCpy $Stopped "1"
    ${EndIf}
  ${EndIf}
  !insertmacro RunCommand '"$INSTDIR\motcua.exe" end-others'
!macroend

; Who may drop exports may make the folder they are dropped into a link to another one, whose rights would then be changed.
!macro RefuseLink Folder
  ClearErrors
  ${GetFileAttributes} "${Folder}" "REPARSE_POINT" $R0
  ${If} $R0 == "1"
    !insertmacro Refuse 4 "${Folder} là liên kết sang thư mục khác, không phải thư mục thật, nên bộ cài không đặt quyền cho nó. Hãy xóa liên kết ấy (số liệu ở nơi nó trỏ tới vẫn còn) rồi cài lại."
  ${EndIf}
  ClearErrors
!macroend

; What another user of the machine laid there beforehand would be believed: settings, users, numbers. Nobody but an administrator can have
; written that the folder is ours.
Function CheckFolder
  ${If} $Mode != "service"
  ${OrIfNot} ${FileExists} "$Home"
    Return
  ${EndIf}
  !insertmacro RefuseLink "$Home"
  !insertmacro RefuseLink "$Home\hop-thu"
  ReadRegStr $R0 HKLM "${REMOVAL}" "InstallLocation"
  ReadRegStr $R1 HKLM "${OURS}" "Home"
  ${If} $R0 != ""
  ${OrIf} $R1 == $Home
    StrCpy $HomeIsOurs "1"
    Return
  ${EndIf}
  ${If} $TakesOver == "1"
    Return
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Thư mục $Home đã có sẵn mà không do bộ cài này tạo: người khác trên máy có thể đã đặt sẵn cấu hình, tài khoản hay số liệu trong đó.$\r$\n$\r$\nBấm No (Không) để dừng, xem lại hoặc đổi tên thư mục rồi cài lại. Chỉ bấm Yes (Có) khi biết chắc đó là số liệu của cơ quan." /SD IDNO IDYES own
  !insertmacro Refuse 4 "Thư mục $Home đã có sẵn mà không do bộ cài này tạo. Chưa có gì thay đổi. Hãy xem lại hoặc đổi tên thư mục rồi cài lại; biết chắc là của cơ quan thì thêm /TAKEOVER."
  own:
  StrCpy $TakesOver "1"
FunctionEnd

; The folder is the service's and the administrators' before anything lies in it, and nobody else owns anything of it.
Function CloseFolder
  CreateDirectory "$Home"
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$Home" /setowner *S-1-5-32-544 /T /C /L /Q'
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$Home" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F ${SERVICE_SID}:(OI)(CI)M /L'
  ${If} $R9 != 0
    !insertmacro Refuse 2 "Không đặt được quyền cho $Home: người khác trên máy có thể đọc số liệu. Chưa chạy dịch vụ."
  ${EndIf}
  ; Nobody else writes there from here on: what lies in a new folder now was laid there since it was looked for.
  ${If} $HomeIsOurs != "1"
    ${If} $TakesOver == "1"
      ; Rights that somebody set beforehand on what lies in it.
      !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$Home\*" /reset /T /C /L /Q'
    ${Else}
      !insertmacro RefuseLink "$Home"
      ${DirState} "$Home" $R0
      ${If} $R0 == "1"
        !insertmacro Refuse 4 "Trong lúc cài, người khác trên máy đã đặt tệp vào $Home. Chưa có gì thay đổi. Hãy xem lại thư mục ấy rồi cài lại."
      ${EndIf}
    ${EndIf}
  ${EndIf}
  WriteRegStr HKLM "${OURS}" "Home" "$Home"
FunctionEnd

; Whoever can write where the program of a service lies can be the service: a folder under the root of a drive is open to all users.
Function CheckProgramFolder
  ${If} $Mode != "service"
    Return
  ${EndIf}
  ReadRegStr $R0 HKLM "${REMOVAL}" "InstallLocation"
  StrLen $R1 "$PROGRAMFILES64\"
  StrCpy $R2 "$INSTDIR" $R1
  ${If} $INSTDIR == $R0
  ${OrIf} $R2 == "$PROGRAMFILES64\"
    Return
  ${EndIf}
  ${DirState} "$INSTDIR" $R0
  ${If} $R0 == "1"
    !insertmacro Refuse 4 "/D=$INSTDIR: thư mục này đã có tệp, người khác trên máy có thể sửa được chương trình của dịch vụ. Chưa có gì thay đổi. Hãy chọn một thư mục mới, hoặc bỏ /D= để cài vào $PROGRAMFILES64\motcua."
  ${EndIf}
  CreateDirectory "$INSTDIR"
  !insertmacro RefuseLink "$INSTDIR"
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$INSTDIR" /setowner *S-1-5-32-544 /L /Q'
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$INSTDIR" /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F ${USERS_SID}:(OI)(CI)RX /L'
  ${If} $R9 != 0
    !insertmacro Refuse 2 "Không đặt được quyền cho $INSTDIR: người khác trên máy có thể sửa chương trình của dịch vụ. Hãy bỏ /D= để cài vào $PROGRAMFILES64\motcua."
  ${EndIf}
  ${DirState} "$INSTDIR" $R0
  ${If} $R0 == "1"
    !insertmacro Refuse 4 "Trong lúc cài, người khác trên máy đã đặt tệp vào $INSTDIR. Chưa có gì thay đổi. Hãy chọn một thư mục mới."
  ${EndIf}
FunctionEnd

; Whom /INBOX= names must be known to Windows; that is tried on a file of this installer's own, before anything is changed.
Function CheckInboxGroup
  ${If} $Mode != "service"
  ${OrIf} $Inbox == ""
  ${OrIf} $Inbox == "users"
    Return
  ${EndIf}
  InitPluginsDir
  FileOpen $R0 "$PLUGINSDIR\inbox" w
  FileClose $R0
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$PLUGINSDIR\inbox" /grant "$Inbox:R" /Q'
  ${If} $R9 != 0
    !insertmacro Refuse 4 "/INBOX=$Inbox: Windows không có nhóm hay tài khoản ấy. Chưa có gì thay đổi."
  ${EndIf}
FunctionEnd

; Those who may drop exports, and read what was dropped. The service may move and remove what lies there whatever rights it brought along:
; a file that is moved keeps those of where it came from.
Function OpenInbox
  ${If} $Inbox == ""
    ReadRegStr $Inbox HKLM "${OURS}" "Inbox"
  ${EndIf}
  ${If} $Inbox == ""
    StrCpy $Inbox "users"
  ${EndIf}
  StrCpy $R1 $Inbox
  ${If} $Inbox == "users"
    StrCpy $R1 "${USERS_SID}"
  ${EndIf}
  ; Looked at once more: it may have become one meanwhile. Of one that becomes one now, /L changes the link alone.
  !insertmacro RefuseLink "$Home\hop-thu"
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$Home\hop-thu" /reset /L /Q'
  !insertmacro RunCommand '"$SYSDIR\icacls.exe" "$Home\hop-thu" /grant:r "$R1:(OI)(CI)M" "${SERVICE_SID}:(OI)(CI)(M,DC)" /L'
  ${If} $R9 != 0
    !insertmacro Refuse 2 "Không cho $Inbox thả tệp vào $Home\hop-thu được. Hãy xem quyền của thư mục ấy rồi cài lại."
  ${EndIf}
  WriteRegStr HKLM "${OURS}" "Inbox" "$Inbox"
FunctionEnd

Function IsHeld
  Push $R0
  StrCpy $R9 "0"
  ${If} ${FileExists} "$INSTDIR\motcua.exe"
    ClearErrors
    FileOpen $R0 "$INSTDIR\motcua.exe" a
    ${If} ${Errors}
      StrCpy $R9 "1"
    ${Else}
      FileClose $R0
    ${EndIf}
    ClearErrors
  ${EndIf}
  Pop $R0
FunctionEnd

Section "Một cửa"
  !insertmacro FindPlaces
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${REMOVAL}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} $Mode == "service"
      StrCpy $INSTDIR "$PROGRAMFILES64\motcua"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\motcua"
    ${EndIf}
  ${EndIf}

  Call CheckInboxGroup
  Call CheckFolder
  Call CheckProgramFolder
  ${If} $Mode == "service"
    Call CloseFolder
  ${EndIf}
  ; What is there already is backed up by the program that wrote it, before anything is changed.
  StrCpy $R3 "0"
  ${If} ${FileExists} "$Home\data\archive"
  ${OrIf} ${FileExists} "$Home\data\state.sqlite"
    StrCpy $R3 "1"
  ${EndIf}
  ${If} $R3 == "1"
  ${AndIf} ${FileExists} "$INSTDIR\motcua.exe"
    DetailPrint "Sao lưu trước khi nâng cấp"
    SetOutPath "$Home"
    !insertmacro RunCommand '"$INSTDIR\motcua.exe" backup sao-luu --data data --config motcua.toml'
    ${If} $R9 != 0
      !insertmacro Refuse 3 "Không sao lưu được nên chưa nâng cấp; chưa có gì thay đổi. Hãy xem ổ đĩa còn chỗ không, chạy motcua doctor, rồi cài lại."
    ${EndIf}
  ${EndIf}
  Call IsHeld
  ${If} $R9 == "1"
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "Một cửa đang chạy. Bấm OK để bộ cài dừng chương trình rồi nâng cấp; số liệu không bị ảnh hưởng." /SD IDOK IDOK stop
    !insertmacro EndWith 2
    stop:
    !insertmacro StopProgram
    Call IsHeld
    ${If} $R9 == "1"
      !insertmacro Refuse 2 "Không dừng được Một cửa đang chạy. Hãy đóng cửa sổ của nó rồi cài lại."
    ${EndIf}
  ${EndIf}

  SetOutPath "$INSTDIR"
  !insertmacro LayAside "motcua.exe" $ProgramAside
  !insertmacro LayAside "duckdb.dll" $EngineAside
  ClearErrors
  File /r "${FROM}/*"
  ${If} ${Errors}
    !insertmacro Refuse 2 "Không ghi được vào $INSTDIR."
  ${EndIf}
  CreateDirectory "$Home"
  CreateDirectory "$Home\data"
  CreateDirectory "$Home\hop-thu"
  CreateDirectory "$Home\sao-luu"
  ${IfNot} ${FileExists} "$Home\motcua.toml"
    File "/oname=$Home\motcua.toml" "${SETTINGS}"
  ${EndIf}
  SetOutPath "$Home"
  WriteUninstaller "$INSTDIR\go-cai-dat.exe"

  ${If} $Mode == "service"
    Call OpenInbox
  ${EndIf}
  ${If} $Samples == "1"
    DetailPrint "Nạp số liệu mẫu"
    !insertmacro RunCommand '"$INSTDIR\motcua.exe" demo --data data-mau'
    ${If} $R9 == 2
      !insertmacro Refuse 2 "Không nạp được số liệu mẫu."
    ${EndIf}
  ${EndIf}
  ${If} $Mode == "service"
    Call MakeService
  ${EndIf}

  CreateDirectory "$SMPROGRAMS\Một cửa"
  ${If} $Mode == "service"
    WriteINIStr "$SMPROGRAMS\Một cửa\Một cửa.url" "InternetShortcut" "URL" "http://127.0.0.1:$Port/"
    WriteINIStr "$SMPROGRAMS\Một cửa\Một cửa.url" "InternetShortcut" "IconFile" "$INSTDIR\motcua.exe"
    WriteINIStr "$SMPROGRAMS\Một cửa\Một cửa.url" "InternetShortcut" "IconIndex" "0"
  ${Else}
    CreateShortcut "$SMPROGRAMS\Một cửa\Một cửa.lnk" "$INSTDIR\motcua.exe" 'serve --open --data "$Home\data"' "" 0 SW_SHOWMINIMIZED "" "Mở Một cửa trong trình duyệt"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\Một cửa\Thả tệp xuất vào đây.lnk" "$Home\hop-thu"
  CreateShortcut "$DESKTOP\Một cửa - thả tệp xuất vào đây.lnk" "$Home\hop-thu"
  CreateShortcut "$SMPROGRAMS\Một cửa\Dòng lệnh.lnk" "$SYSDIR\cmd.exe" '/k set "MOTCUA_DATA=$Home\data" & set "PATH=$INSTDIR;%PATH%" & motcua --help' "$INSTDIR\motcua.exe" 0
  CreateShortcut "$SMPROGRAMS\Một cửa\Gỡ cài đặt.lnk" "$INSTDIR\go-cai-dat.exe"

  ; Nothing goes back any more.
  StrCpy $ProgramAside "0"
  StrCpy $EngineAside "0"
  Delete "$INSTDIR\motcua.exe.old"
  Delete "$INSTDIR\duckdb.dll.old"
  WriteINIStr "$INSTDIR\cai-dat.ini" "motcua" "Mode" "$Mode"
  WriteRegStr SHCTX "${REMOVAL}" "DisplayName" "Một cửa"
  WriteRegStr SHCTX "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${REMOVAL}" "DisplayIcon" "$INSTDIR\motcua.exe"
  WriteRegStr SHCTX "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${REMOVAL}" "Port" "$Port"
  WriteRegStr SHCTX "${REMOVAL}" "Wide" "$Wide"
  WriteRegStr SHCTX "${REMOVAL}" "UninstallString" '"$INSTDIR\go-cai-dat.exe"'
  WriteRegStr SHCTX "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\go-cai-dat.exe" /S'
  WriteRegDWORD SHCTX "${REMOVAL}" "NoModify" 1
  WriteRegDWORD SHCTX "${REMOVAL}" "NoRepair" 1
  WriteRegDWORD SHCTX "${REMOVAL}" "EstimatedSize" ${SIZE}
SectionEnd

Function MakeService
  ; An upgrade leaves the address as it is, and who can reach it.
  ReadRegStr $R0 SHCTX "${REMOVAL}" "Wide"
  ${If} $Wide == "back"
    StrCpy $Wide "0"
    !insertmacro RunCommand '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=motcua'
  ${ElseIf} $R0 == "1"
    StrCpy $Wide "1"
  ${EndIf}
  ReadRegStr $R0 SHCTX "${REMOVAL}" "Port"
  ${If} $Port == ""
    StrCpy $Port $R0
  ${EndIf}
  ${If} $Port == ""
    nsExec::ExecToStack '"$INSTDIR\motcua.exe" free-port'
    Pop $R9
    Pop $Port
    ${If} $R9 != 0
      !insertmacro Refuse 2 "Không tìm được cổng mạng trống."
    ${EndIf}
    ; Without the end of its line.
    IntOp $Port $Port + 0
  ${EndIf}
  StrCpy $Listen "127.0.0.1"
  ${If} $Wide == "1"
    StrCpy $Listen "0.0.0.0"
    ${IfNot} ${FileExists} "$Home\data\has-users.txt"
      DetailPrint "Tạo tài khoản quantri"
      nsExec::ExecToStack '"$INSTDIR\motcua.exe" user add quantri --role admin --data data --lang en'
      Pop $R9
      Pop $R1
      ${If} $R9 != 0
        !insertmacro Refuse 2 "Không tạo được tài khoản quản trị: $R1"
      ${EndIf}
      FileOpen $R2 "$Home\mat-khau-quan-tri.txt" w
      FileWriteUTF16LE /BOM $R2 "Tài khoản quản trị đầu tiên: quantri. Đăng nhập, đổi mật khẩu, rồi xóa tệp này.$\r$\n$\r$\n$R1"
      FileClose $R2
    ${EndIf}
    !insertmacro RunCommand '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=motcua'
    !insertmacro RunCommand '"$SYSDIR\netsh.exe" advfirewall firewall add rule name=motcua dir=in action=allow protocol=TCP localport=$Port program="$INSTDIR\motcua.exe" profile=domain,private'
  ${EndIf}
  StrCpy $Command '\"$INSTDIR\motcua.exe\" serve --service --config \"$Home\motcua.toml\" --data \"$Home\data\" --listen $Listen:$Port'
  ; One that is there keeps the account that somebody gave it, where the system can change the rest.
  StrCpy $R4 "create"
  !insertmacro RunCommand '"$SYSDIR\sc.exe" query motcua'
  ${If} $R9 == 0
    !insertmacro RunCommand '"$SYSDIR\net.exe" stop motcua'
    !insertmacro RunCommand '"$SYSDIR\sc.exe" config motcua binPath= "$Command"'
    ${If} $R9 == 0
      StrCpy $R4 "keep"
    ${Else}
      !insertmacro RunCommand '"$SYSDIR\sc.exe" delete motcua'
      Sleep 1000
    ${EndIf}
  ${EndIf}
  ${If} $R4 == "create"
    !insertmacro RunCommand '"$SYSDIR\sc.exe" create motcua start= delayed-auto obj= "NT AUTHORITY\LocalService" DisplayName= "motcua" binPath= "$Command"'
    ${If} $R9 != 0
      !insertmacro Refuse 2 "Không tạo được dịch vụ motcua."
    ${EndIf}
  ${EndIf}
  !insertmacro RunCommand '"$SYSDIR\sc.exe" description motcua "Một cửa: giám sát việc giải quyết hồ sơ"'
  !insertmacro RunCommand '"$SYSDIR\sc.exe" failureflag motcua 1'
  !insertmacro RunCommand '"$SYSDIR\sc.exe" failure motcua reset= 86400 actions= restart/5000/restart/60000/restart/600000'
  ; The service manager is locked while it starts something else.
  ${For} $R3 1 10
    !insertmacro RunCommand '"$SYSDIR\net.exe" start motcua'
    ${If} $R9 == 0
      ${Break}
    ${EndIf}
    Sleep 2000
  ${Next}
  ${If} $R9 != 0
    !insertmacro Refuse 2 "Dịch vụ motcua chưa chạy được; xem lý do trong $Home\data\log."
  ${EndIf}
FunctionEnd

Function OpenPages
  ${If} $Mode == "service"
    ; A new service is set up by a link that nobody but an administrator can read.
    StrCpy $R1 "http://127.0.0.1:$Port/"
    ${If} ${FileExists} "$Home\data\first-run.txt"
      FileOpen $R0 "$Home\data\first-run.txt" r
      FileRead $R0 $R1
      FileClose $R0
      ${WordReplace} "$R1" "$\r$\n" "" "+" $R1
    ${EndIf}
    ExecShell "open" "$R1"
  ${Else}
    ExecShell "open" "$SMPROGRAMS\Một cửa\Một cửa.lnk"
  ${EndIf}
FunctionEnd

Function un.onInit
  ReadINIStr $Mode "$INSTDIR\cai-dat.ini" "motcua" "Mode"
  ${If} $Mode == ""
    ; The file is gone: what the system was told of the whole machine's says the same.
    SetRegView 64
    ReadRegStr $R0 HKLM "${REMOVAL}" "InstallLocation"
    ${If} $R0 == $INSTDIR
      StrCpy $Mode "service"
    ${Else}
      StrCpy $Mode "account"
    ${EndIf}
  ${EndIf}
  ${If} $Mode == "service"
    UserInfo::GetAccountType
    Pop $R1
    ${If} $R1 != "Admin"
      ${If} ${Silent}
        !insertmacro EndWith 5
      ${EndIf}
      ExecShell "runas" "$INSTDIR\go-cai-dat.exe"
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  !insertmacro FindPlaces
  !insertmacro StopProgram
  ${If} $Mode == "service"
    !insertmacro RunCommand '"$SYSDIR\sc.exe" delete motcua'
    !insertmacro RunCommand '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name=motcua'
  ${EndIf}
  ; By name: the folder may be one that holds other things too.
  Delete "$INSTDIR\motcua.exe"
  Delete "$INSTDIR\duckdb.dll"
  Delete "$INSTDIR\motcua.exe.old"
  Delete "$INSTDIR\duckdb.dll.old"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\CHANGELOG.txt"
  Delete "$INSTDIR\DOC-TRUOC.txt"
  Delete "$INSTDIR\THIRD-PARTY-LICENCES.txt"
  Delete "$INSTDIR\cai-dat.ini"
  Delete "$INSTDIR\go-cai-dat.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Một cửa\*.lnk"
  Delete "$SMPROGRAMS\Một cửa\*.url"
  RMDir "$SMPROGRAMS\Một cửa"
  Delete "$DESKTOP\Một cửa - thả tệp xuất vào đây.lnk"
  DeleteRegKey SHCTX "${REMOVAL}"

  StrCpy $R2 "keep"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DELETEDATA" $R1
  ${IfNot} ${Errors}
    StrCpy $R2 "delete"
  ${ElseIfNot} ${Silent}
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "Xóa cả số liệu của cơ quan?$\r$\n$\r$\nSố liệu, tài khoản, bản sao lưu và tệp gốc nằm ở $Home. Bấm No (Không) để giữ lại, cài lại là dùng tiếp được. Bấm Yes (Có) để XÓA HẲN." IDNO kept
    StrCpy $R2 "delete"
    kept:
  ${EndIf}
  ${If} $R2 == "delete"
    ; Whoever may drop exports may have made links there: `rmdir` removes those, and nothing of where they lead to.
    SetOutPath "$TEMP"
    ClearErrors
    ${GetFileAttributes} "$Home" "REPARSE_POINT" $R0
    ${If} $R0 == "1"
      MessageBox MB_OK|MB_ICONEXCLAMATION "$Home là liên kết sang thư mục khác: chỉ liên kết bị xóa, số liệu ở nơi nó trỏ tới vẫn còn." /SD IDOK
    ${EndIf}
    !insertmacro RunCommand '"$SYSDIR\cmd.exe" /d /c rmdir /s /q "$Home"'
    ${If} ${FileExists} "$Home"
      DetailPrint "Chưa xóa hết $Home"
      MessageBox MB_OK|MB_ICONEXCLAMATION "Chưa xóa hết được $Home: có chương trình đang giữ tệp trong đó. Số liệu của cơ quan còn lại một phần; hãy khởi động lại máy rồi xóa thư mục ấy bằng tay." /SD IDOK
      SetErrorLevel 2
    ${EndIf}
    ${If} $Mode == "service"
      DeleteRegKey HKLM "${OURS}"
    ${EndIf}
  ${EndIf}
SectionEnd
