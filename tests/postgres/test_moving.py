"""A state that moves while others use it, and moves that break off, by the real program."""

import shutil

from conftest import SERVER, Browser
from test_state import ENV, MONDAY, PASSWORD, add, login, two

SECOND = ', { name = "Phó Chủ tịch", mail = "phochutich@vanquan.example" }]'


def with_two_recipients(machine):
    text = machine.settings.read_text()
    assert text.count(" }]") == 1
    machine.settings.write_text(text.replace(" }]", " }" + SECOND))


def receivers(office):
    return sorted(address for addresses, _ in office.taken for address in addresses)


def test_after_a_move_back_no_other_machine_goes_on_with_what_is_dead(machines, schema, office):
    first, second = two(machines, schema)
    add(first, "lan")
    add(first, "mai")
    second.done("run-due", "--at", "2023-12-31T12:00:00")
    there, browser = second.serve(), Browser()
    login(browser, there, "lan")
    first.done("move-state", "file")
    first.done("user", "disable", "lan")
    status, _, page = browser.open(f"{there}/account")
    assert status == 503, page
    status, _, page = Browser().open(f"{there}/login", dict(name="lan", password=PASSWORD, next="/"))
    assert status == 503, "nobody is let in by what was true a while ago"
    code, said = second.run("run-due", "--at", MONDAY, sends_to=office)
    assert code == 2 and "đã được chuyển về tệp state.sqlite" in said, said
    assert "không dùng nữa" in second.run("doctor", "--offline")[1]
    first.done("run-due", "--at", MONDAY, sends_to=office)
    assert len(office.taken) == 1


def test_what_is_being_sent_while_the_state_moves_goes_to_nobody_twice(machines, schema, office):
    machine = machines("mot")
    with_two_recipients(machine)
    machine.done("run-due", "--at", "2023-12-31T12:00:00")
    office.go_on.clear()
    sending = machine.begin("run-due", "--at", MONDAY, sends_to=office)
    assert office.came.wait(60)
    machine.done("move-state", "server", *ENV, "--schema", schema)
    office.go_on.set()
    said = sending.communicate(timeout=120)[0]
    assert sending.returncode == 1 and "đã được chuyển lên máy chủ" in said, said
    for time in ("2024-01-01T07:20:00", "2024-01-01T09:00:00"):
        machine.run("run-due", "--at", time, sends_to=office)
    assert receivers(office) == ["chutich@vanquan.example", "phochutich@vanquan.example"], "each once"


def test_a_change_that_waits_for_its_password_is_not_told_as_done_in_a_file_nobody_reads(machines, schema):
    machine = machines("mot")
    add(machine, "lan")
    begun = [
        machine.begin("user", "add", "nam", "--role", "viewer", "--password-stdin"),
        machine.begin("user", "reset", "lan", "--password-stdin"),
    ]
    machine.done("move-state", "server", *ENV, "--schema", schema)
    for process in begun:
        said = process.communicate(PASSWORD + " khac", timeout=60)[0]
        # Whichever began after the move has changed the state in the server.
        is_there = "nam" in machine.done("user", "list")
        assert process.returncode == 2 and "đã được chuyển lên máy chủ" in said or is_there, said
    assert not (machine.data / "state.sqlite").exists()


def break_off_before_the_place(machine, schema, postgres):
    """As if the program had ended when all was copied and the file was marked, and nothing more."""
    (machine.data / "state-server.toml").rename(machine.data / "state-server.coming")
    (machine.data / "state.sqlite.moved").rename(machine.data / "state.sqlite")
    postgres.ask(f"update \"{schema}\".state_mark set state_id = 'coming-' || state_id")


def test_a_move_that_broke_off_is_joined_by_nobody_and_can_be_ended_or_given_up(machines, schema, postgres):
    machine, other = machines("mot"), machines("hai")
    add(machine, "lan")
    move = ["move-state", "server", *ENV, "--schema", schema]
    machine.done(*move)
    break_off_before_the_place(machine, schema, postgres)
    code, said = other.run("move-state", "join", *ENV, "--schema", schema)
    assert code == 2 and "chưa xong" in said, said
    code, said = machine.run("user", "list")
    assert code == 2 and "chạy lại đúng lệnh" in said, said
    assert machine.run("show", "overdue_open", "--period", "2023")[0] == 0
    said = machine.done(*move)
    assert "user: 1 dòng" in said and "lan" in machine.done("user", "list")
    # The same once more, and given up.
    break_off_before_the_place(machine, schema, postgres)
    assert "Đã thôi chuyển" in machine.done("move-state", "file")
    add(machine, "mai")
    assert other.run("move-state", "join", *ENV, "--schema", schema)[0] == 2


def test_a_move_that_broke_off_after_the_place_was_written_is_ended_by_whoever_comes_next(machines, schema, postgres):
    machine, other = machines("mot"), machines("hai")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    postgres.ask(f"update \"{schema}\".state_mark set state_id = 'coming-' || state_id")
    assert "lan" in machine.done("user", "list")
    other.done("move-state", "join", *ENV, "--schema", schema)
    assert "lan" in other.done("user", "list")


def test_a_way_back_that_broke_off_is_ended_by_asking_again_and_by_no_other_machine(machines, schema):
    first, second = two(machines, schema)
    add(first, "lan")
    place = (first.data / "state-server.toml").read_text()
    first.done("move-state", "file")
    # The last step is missing.
    (first.data / "state-server.toml").write_text(place)
    shutil.copy(first.data / "state.sqlite.moved", second.data / "state.sqlite")
    code, said = second.run("move-state", "file")
    assert code == 2 and "đã được chuyển về tệp" in said, said
    code, said = first.run("user", "list")
    assert code == 2 and "move-state file" in said, said
    first.done("move-state", "file")
    assert "lan" in first.done("user", "list")
    # The last two are.
    (first.data / "state-server.toml").write_text(place)
    (first.data / "state.sqlite").rename(first.data / "state.sqlite.back")
    first.done("move-state", "file")
    assert "lan" in first.done("user", "list")


def test_after_a_restore_the_others_join_what_was_carried_up_anew(machines, schema, postgres, tmp_path):
    first, second = two(machines, schema)
    add(first, "lan")
    first.done("backup", str(tmp_path / "bak"))
    postgres.ask(f'drop schema "{schema}" cascade')
    restored = machines("ba")
    shutil.rmtree(restored.data)
    restored.done("restore", str(tmp_path / "bak"))
    restored.done("move-state", "server", *ENV, "--schema", schema)
    code, said = second.run("user", "list")
    assert code == 2 and "không giữ tài khoản" in said, said
    assert second.run("show", "overdue_open", "--period", "2023")[0] == 0
    assert second.run("move-state", "join", *ENV, "--schema", schema)[0] == 2
    second.done("move-state", "join", *ENV, "--schema", schema, "--replace")
    assert "lan" in second.done("user", "list")


def test_a_join_leaves_nothing_behind_that_was_to_be_sent(machines, schema, office):
    first, second = machines("mot"), machines("hai")
    first.done("move-state", "server", *ENV, "--schema", schema)
    second.done("run-due", "--at", "2023-12-31T12:00:00")
    # Nobody here trusts the mail server: it is to be tried again.
    second.run("run-due", "--at", MONDAY)
    code, said = second.run("move-state", "join", *ENV, "--schema", schema)
    assert code == 2 and "chưa gửi" in said, said
    assert (second.data / "state.sqlite").exists()
    second.done("move-state", "join", *ENV, "--schema", schema, "--replace")
    assert (second.data / "state.sqlite.moved").exists()


def test_what_lies_aside_is_not_written_over_and_no_new_state_begins_beside_it(machines, schema):
    machine = machines("mot")
    machine.done("run-due", "--at", "2023-12-31T12:00:00")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    aside = (machine.data / "state.sqlite.moved").read_bytes()
    assert '"layout":100' in (machine.data / "layout.json").read_text(), "an older program stays away"
    (machine.data / "state-server.toml").unlink()
    code, said = machine.run("user", "add", "lan", "--role", "admin", "--password-stdin", told=PASSWORD)
    assert code == 2 and "move-state join" in said, said
    machine.done("move-state", "join", *ENV, "--schema", schema)
    assert (machine.data / "state.sqlite.moved").read_bytes() == aside
    machine.done("move-state", "file")
    assert '"layout":1}' in (machine.data / "layout.json").read_text()


def test_a_server_that_may_only_be_read_is_never_the_state(machines, schema, tmp_path):
    machine, string = machines("mot"), tmp_path / "chuoi"
    string.write_text(SERVER)
    add(machine, "lan")
    machine.done("move-state", "server", "--file", str(string), "--schema", schema)
    string.write_text(SERVER + "?options=-c%20default_transaction_read_only%3Don")
    for words in (["user", "list"], ["doctor", "--offline"], ["serve", "--listen", "127.0.0.1:0"]):
        code, said = machine.run(*words)
        assert code == 2 and "chỉ cho đọc" in said, said


def test_a_full_disk_of_the_server_keeps_nobody_from_looking(machines, schema, postgres):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    address, browser = machine.serve(), Browser()
    login(browser, address, "lan")
    for name in ("session", "audit", "state_mark"):
        postgres.ask(
            f"""create or replace function "{schema}".full() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
            create trigger is_full before insert or update on "{schema}"."{name}" execute function "{schema}".full()"""
        )
    status, _, page = browser.open(f"{address}/account")
    assert status == 200, page
    code, said = machine.run("doctor", "--offline")
    assert code == 2 and "không ghi được" in said, said


def test_a_state_that_lost_its_users_is_not_told_as_sound(machines, schema, postgres):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    postgres.ask(f'truncate "{schema}"."user" cascade')
    code, said = machine.run("doctor", "--offline")
    assert code == 2 and "đã từng có tài khoản" in said, said
