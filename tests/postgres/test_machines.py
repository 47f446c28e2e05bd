"""What is of one machine and what is of the office, where several have one state, by the real program."""


from conftest import wait_until
from test_state import MONDAY, add, two

SUNDAY = "2023-12-31T12:00:00"


def test_machines_whose_schedules_differ_send_once_and_say_so(machines, schema, office):
    first, second = two(machines, schema)
    second.settings.write_text(second.settings.read_text().replace("0 7 * * 1", "0 8 * * 1"))
    first.done("run-due", "--at", SUNDAY)
    for hour in (7, 8, 9):
        for minute in range(0, 10, 5):
            at = f"2024-01-01T{hour:02}:{minute:02}:00"
            code, said = second.run("run-due", "--at", at, sends_to=office)
            assert code == 1 and "lịch gửi tuan của máy này khác" in said, said
            first.done("run-due", "--at", at, sends_to=office)
    assert len(office.taken) == 1
    # The first is gone for good. Of that week there are no data.
    said = second.done("run-due", "--at", "2024-01-08T08:00:00", sends_to=office)
    assert "tuan" in said and "khác" not in said, said


def test_a_machine_that_does_not_know_a_schedule_takes_its_report_from_nobody(machines, schema, office):
    first, second = two(machines, schema)
    text = second.settings.read_text()
    second.settings.write_text(text.replace('id = "tuan"', 'id = "khac"'))
    for machine in (first, second):
        machine.settings.write_text(machine.settings.read_text() + 'when_incomplete = "wait"\n')
    first.done("run-due", "--at", "2026-01-04T12:00:00")
    # Of that week there are no data.
    first.done("run-due", "--at", "2026-01-05T07:00:00")
    said = second.done("run-due", "--at", "2026-01-05T07:30:00")
    assert "tuan" not in said, said
    assert "tuan" in first.done("run-due", "--at", "2026-01-05T07:50:00")


def test_every_machine_backs_up_its_own_archive(machines, schema, tmp_path):
    both = two(machines, schema)
    for machine in both:
        folder = tmp_path / f"bak-{machine.data.name}"
        folder.mkdir()
        text = machine.settings.read_text()
        machine.settings.write_text(f'[backup]\nfolder = "{folder}"\nprove = "never"\n' + text)
        machine.done("run-due", "--at", MONDAY)
        assert list(folder.iterdir()), "what the other has backed up is another archive"
    for machine in both:
        said = machine.done("run-due", "--at", "2024-01-01T07:30:00")
        assert "sao lưu" not in said.lower(), "once a night"


def test_the_log_is_shortened_by_the_settings_of_the_machine_that_carried_it(machines, schema, postgres):
    first, second = two(machines, schema)
    add(first, "lan")
    postgres.ask(
        f"insert into \"{schema}\".audit (at, address, action, detail) select '2025-11-01T08:00:00', '', 'export', n "
        "from generate_series(1, 50) n"
    )
    for machine in (first, second):
        machine.settings.write_text("[audit]\nkeep_days = 90\n" + machine.settings.read_text())
    count = lambda: postgres.ask(f"select count(*) from \"{schema}\".audit where action = 'export'")
    second.serve()
    # Whoever ends looks at the log once more.
    second.serving.terminate()
    second.serving.wait(timeout=60)
    assert count() == "50"
    first.serve()
    wait_until(lambda: count() == "0")


def test_an_alert_of_one_machine_is_told_once(machines, schema, office, tmp_path):
    both = two(machines, schema)
    for machine in both:
        inbox = tmp_path / f"den-{machine.data.name}"
        (inbox / "failed" / "2024-01-02").mkdir(parents=True)
        text = machine.settings.read_text()
        machine.settings.write_text(
            f'[inbox]\nfolder = "{inbox}"\n' + text + '\n[alerts]\ningest_failed = true\nto = [{ name = "A", mail = "a@vanquan.example" }]\n'
        )
    for name in ("hong.csv", "hong.csv.txt"):
        (tmp_path / "den-mot" / "failed" / "2024-01-02" / name).write_text("x")
    for minute in range(0, 60, 5):
        for machine in both:
            machine.run("run-due", "--at", f"2024-01-02T09:{minute:02}:00", sends_to=office)
    told = [content for addresses, content in office.taken if addresses == ["a@vanquan.example"]]
    assert len(told) == 1


def test_a_state_put_back_from_an_older_copy_is_noticed(machines, schema, postgres, office, tmp_path):
    first, second = two(machines, schema)
    add(first, "lan")
    first.done("run-due", "--at", SUNDAY)
    postgres.ask(f"create table public.copy_{schema} as select turn from \"{schema}\".state_mark")
    before = postgres.ask(f"select turn from public.copy_{schema}")
    first.done("run-due", "--at", MONDAY, sends_to=office)
    second.done("user", "list")
    # As far as the programs can tell: the number is that of the copy.
    postgres.ask(f"update \"{schema}\".state_mark set turn = {before}; drop table public.copy_{schema}")
    for words in (["run-due", "--at", "2024-01-01T08:00:00"], ["user", "list"], ["serve", "--listen", "127.0.0.1:0"]):
        code, said = first.run(*words)
        assert code == 2 and "cũ hơn lần thư mục dữ liệu này thấy" in said, said
    assert "Dùng tiếp bản đã khôi phục" in first.done("move-state", "accept")
    assert "lan" in first.done("user", "list")
    assert "lan" in second.done("user", "list")
    assert postgres.ask(f'select count(*) from "{schema}".session') == "0"
