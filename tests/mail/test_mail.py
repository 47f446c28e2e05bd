"""What arrives at a mail server that others wrote, read by a mail reader that others wrote."""

import email
import email.policy
import os

MONDAY = "2024-01-01T07:00:00"


def run(start, *args, **kwargs):
    process = start(*args, **kwargs)
    said = process.communicate(timeout=60)[1]
    return process.returncode, said


def test_a_scheduled_run_delivers_one_mail_with_text_picture_and_attachments(office, desk):
    code, said = run(desk, MONDAY)
    assert code == 0, said
    assert "tuan 2023-W52: đã lập cho 1 người nhận" in said and "1 đã gửi" in said
    assert run(desk, "2024-01-01T07:05:00") == (0, "Chưa có gì đến hạn\n")
    [(recipients, content)] = office.taken
    assert recipients == ["chutich@vanquan.example"]
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert mail["From"] == "Văn phòng UBND huyện Văn Quan <baocao@vanquan.example>"
    assert mail["To"] == "Chủ tịch UBND huyện <chutich@vanquan.example>"
    assert "tuần 52 năm 2023" in mail["Subject"].lower()
    assert "An Sơn" in mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",))
    assert "An Sơn" in html.get_content()
    pictures = {part["Content-ID"].strip("<>"): part.get_content() for part in mail.walk() if part["Content-ID"]}
    for name, picture in pictures.items():
        assert f"cid:{name}" in html.get_content() and picture.startswith(b"\x89PNG")
    assert pictures
    attached = [part.get_filename() for part in mail.iter_attachments() if not part["Content-ID"]]
    attached = [name for name in attached if name]
    assert attached and all("2023-W52" in name for name in attached), attached
    if folder := os.environ.get("KEEP_MAIL"):
        with open(os.path.join(folder, "mail.eml"), "wb") as file:
            file.write(content)


def test_killed_between_sent_and_noted_it_is_there_exactly_once(office, desk):
    office.go_on.clear()
    process = desk(MONDAY)
    assert office.came.wait(60)
    process.kill()
    process.communicate()
    office.go_on.set()
    code, said = run(desk, "2024-01-01T07:20:00")
    # Somebody should look: nobody can know from here that it arrived.
    assert (code, "1 chưa rõ đã đến chưa" in said) == (1, True), said
    assert run(desk, "2024-01-02T07:20:00")[0] == 0
    assert len(office.taken) == 1


def test_a_wrong_password_and_an_unknown_certificate_send_nothing_and_tell_no_secret(office, desk):
    for time, case in [(MONDAY, dict(password="sai-mat-khau")), ("2024-01-01T07:10:00", dict(trusted=False))]:
        code, said = run(desk, time, **case)
        assert code == 0 and "1 sẽ gửi lại" in said, said
        assert "sai-mat-khau" not in said
    assert office.taken == []
    code, said = run(desk, "2024-01-01T09:00:00")
    assert (code, len(office.taken)) == (0, 1), said
