"""The state of several machines in one PostgreSQL, by the real program."""

import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

from conftest import SERVER, Browser, wait_until

MONDAY = "2024-01-01T07:00:00"
PASSWORD = "mot mat khau rieng"
ENV = ["--env", "MOTCUA_STATE_SERVER"]


def two(machines, schema):
    first, second = machines("mot"), machines("hai")
    first.done("move-state", "server", *ENV, "--schema", schema)
    second.done("move-state", "join", *ENV, "--schema", schema)
    return first, second


def add(machine, name, role="admin"):
    machine.done("user", "add", name, "--role", role, "--password-stdin", told=PASSWORD)


def login(browser, address, name):
    status, to, page = browser.open(f"{address}/login", dict(name=name, password=PASSWORD, next="/account"))
    assert status == 303, page


def rows(path):
    with sqlite3.connect(path) as file:
        tables = [name for (name,) in file.execute("select name from sqlite_schema where type = 'table' order by name")]
        return {name: sorted(file.execute(f"select * from {name}"), key=repr) for name in tables}


def test_a_state_goes_to_the_server_and_back_row_by_row(machines, schema, office):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("user", "mail", "lan", "lan@example.vn")
    machine.done("run-due", "--at", "2023-12-31T12:00:00")
    machine.done("run-due", "--at", MONDAY, sends_to=office)
    before = rows(machine.data / "state.sqlite")
    assert before["delivery"] and before["parcel_file"] and before["user"]
    said = machine.done("move-state", "server", *ENV, "--schema", schema)
    assert "user: 1 dòng" in said and "delivery: 1 dòng" in said, said
    assert not (machine.data / "state.sqlite").exists()
    assert "lan" in machine.done("user", "list")
    place = (machine.data / "state-server.toml").read_text()
    assert "mat-khau-pg" not in place and "MOTCUA_STATE_SERVER" in place
    # What was sent is not sent again from there.
    machine.done("run-due", "--at", "2024-01-01T08:00:00", sends_to=office)
    assert len(office.taken) == 1
    machine.done("move-state", "file")
    after = rows(machine.data / "state.sqlite")
    for table in ["user", "parcel", "parcel_file", "delivery", "run", "device_key", "token", "alert"]:
        assert after[table] == before[table], table
    assert "lan" in machine.done("user", "list")


def test_both_kinds_of_state_have_the_same_tables_and_columns(machines, schema, postgres):
    machine = machines("mot")
    add(machine, "lan")
    with sqlite3.connect(machine.data / "state.sqlite") as file:
        sql = "select t.name || '.' || c.name from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table'"
        of_file = {name for (name,) in file.execute(sql)}
    machine.done("move-state", "server", *ENV, "--schema", schema)
    sql = f"select table_name || '.' || column_name from information_schema.columns where table_schema = '{schema}'"
    of_server = set(postgres.ask(sql).splitlines())
    assert of_server - of_file == {f"state_mark.{name}" for name in ("id", "state_id", "step", "turn")}
    assert of_file - of_server == set()


def test_a_report_is_sent_once_though_two_machines_are_up(machines, schema, office):
    first, second = two(machines, schema)
    first.done("run-due", "--at", "2023-12-31T12:00:00")
    both = [machine.begin("run-due", "--at", MONDAY, sends_to=office) for machine in (first, second)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    # Whichever came too soon to send finds it sent.
    first.done("run-due", "--at", "2024-01-01T07:05:00", sends_to=office)
    second.done("run-due", "--at", "2024-01-01T07:06:00", sends_to=office)
    assert len(office.taken) == 1, said


def test_killed_while_it_sends_the_other_machine_shows_it_as_uncertain_and_sends_no_second(machines, schema, office):
    first, second = two(machines, schema)
    first.done("run-due", "--at", "2023-12-31T12:00:00")
    office.go_on.clear()
    process = first.begin("run-due", "--at", MONDAY, sends_to=office)
    assert office.came.wait(60)
    process.kill()
    process.communicate()
    office.go_on.set()
    code, said = second.run("run-due", "--at", "2024-01-01T07:20:00", sends_to=office)
    assert (code, "1 chưa rõ đã đến chưa" in said) == (1, True), said
    assert second.run("run-due", "--at", "2024-01-02T07:20:00", sends_to=office)[0] == 0
    assert len(office.taken) == 1


def test_a_session_holds_on_every_machine_and_ends_on_all(machines, schema):
    first, second = two(machines, schema)
    add(first, "lan")
    here, there = first.serve(), second.serve()
    browser = Browser()
    login(browser, here, "lan")
    status, to, _ = browser.open(f"{there}/account")
    assert status == 200, (status, to)
    # One who looks after accounts has to stay.
    add(first, "mai")
    second.done("user", "disable", "lan")
    for address in (here, there):
        status, to, _ = browser.open(f"{address}/account")
        assert status == 303 and "/login" in to, (status, to)


def test_while_the_server_is_away_nobody_is_let_in_and_then_all_goes_on(machines, schema, postgres):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    address, browser = machine.serve(), Browser()
    login(browser, address, "lan")
    postgres.stop()
    try:
        began = time.monotonic()
        for asked in (browser, Browser()):
            status, _, page = asked.open(f"{address}/")
            assert status == 503 and "Chưa hỏi được nơi giữ tài khoản" in page, page
        assert time.monotonic() - began < 20
        code, said = machine.run("doctor", "--offline")
        assert code == 2 and "chưa hỏi được PostgreSQL 127.0.0.1/postgres" in said, said
        other = machines("ba")
        shutil.copy(machine.data / "state-server.toml", other.data)
        code, said = other.run("serve", "--listen", "127.0.0.1:0")
        assert code == 2 and "chưa hỏi được" in said, said
        code, said = other.run("show", "overdue_open", "--period", "2023")
        assert code == 0, said
        code, said = machine.run("user", "list")
        assert code == 2 and "chưa hỏi được" in said and "motcua tự nối lại" in said, said
        code, said = machine.run("backup", str(machine.data.parent / "bak"))
        assert code == 2 and "chưa hỏi được" in said, said
    finally:
        postgres.start()
    wait_until(lambda: browser.open(f"{address}/account")[0] != 503)
    wait_until(lambda: browser.open(f"{address}/account")[0] == 200)
    assert "1 tài khoản" in machine.run("doctor", "--offline")[1]


def test_a_server_that_hangs_keeps_nobody_waiting_for_long(machines, schema, postgres):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    address = machine.serve()
    postgres.freeze("STOP")
    try:
        began = time.monotonic()
        with ThreadPoolExecutor(8) as readers:
            answers = list(readers.map(lambda _: Browser().open(f"{address}/")[0], range(8)))
        assert answers == [503] * 8
        assert time.monotonic() - began < 20, "one after the other would be two minutes"
    finally:
        postgres.freeze("CONT")
    wait_until(lambda: Browser().open(f"{address}/")[0] == 303)


def test_over_a_network_the_server_must_be_who_it_says(machines, schema, postgres, office, tmp_path):
    machine, string = machines("mot"), tmp_path / "chuoi"
    string.write_text(SERVER.replace("127.0.0.1", "localhost") + "?sslmode=require")
    move = ["move-state", "server", "--file", str(string), "--schema", schema]
    code, said = machine.run(*move)
    assert code == 2 and "chưa hỏi được" in said, "the server speaks no TLS yet"
    with postgres.encrypting(office.certificate):
        code, said = machine.run(*move)
        assert code == 2 and "chưa hỏi được" in said, "nobody here trusts its certificate"
        machine.done(*move, sends_to=office)
        machine.done("user", "list", sends_to=office)
        string.write_text(string.read_text().replace("localhost", "127.0.0.1"))
        code, said = machine.run("user", "list", sends_to=office)
        assert code == 2 and "chưa hỏi được" in said, "the certificate is of another name"


def test_a_state_that_was_lost_opens_no_page_to_anybody(machines, schema, postgres):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    address = machine.serve()
    postgres.ask(f'truncate "{schema}"."user" cascade')
    status, _, page = Browser().open(f"{address}/")
    assert status == 500, page
    machine.stop()
    code, said = machine.run("serve", "--listen", "127.0.0.1:0")
    assert code == 2 and "đã từng có tài khoản" in said, said
    postgres.ask(f'drop schema "{schema}" cascade')
    code, said = machine.run("serve", "--listen", "127.0.0.1:0")
    assert code == 2 and "không giữ tài khoản và lịch gửi của thư mục dữ liệu này" in said, said
    # Another one in its place is not taken for it.
    machines("hai").done("move-state", "server", *ENV, "--schema", schema)
    code, said = machine.run("user", "list")
    assert code == 2 and "không giữ tài khoản" in said, said
    assert not (machine.data / "state.sqlite").exists()


def test_of_two_who_move_into_one_schema_at_once_one_is_refused(machines, schema):
    both = [machines("mot"), machines("hai")]
    for machine, name in zip(both, ["lan", "mai"]):
        add(machine, name)
    begun = [machine.begin("move-state", "server", *ENV, "--schema", schema) for machine in both]
    said = [process.communicate(timeout=120)[0] for process in begun]
    assert sorted(process.returncode for process in begun) == [0, 2], said
    refused = both[[process.returncode for process in begun].index(2)]
    assert "không trống" in "".join(said)
    assert (refused.data / "state.sqlite").exists() and "Quản trị" in refused.done("user", "list")


def test_a_backup_holds_the_state_and_a_restored_one_stands_by_itself(machines, schema, tmp_path):
    machine = machines("mot")
    add(machine, "lan")
    machine.done("move-state", "server", *ENV, "--schema", schema)
    said = machine.done("backup", str(tmp_path / "bak"))
    assert "mat-khau-pg" not in said
    for file in (tmp_path / "bak").rglob("*"):
        assert not file.is_file() or b"mat-khau-pg" not in file.read_bytes()
    assert machine.run("verify")[0] == 0
    restored = machines("ba")
    shutil.rmtree(restored.data)
    restored.done("restore", str(tmp_path / "bak"))
    assert "lan" in restored.done("user", "list")
    assert not (restored.data / "state-server.toml").exists()
    add(restored, "mai")
    assert "mai" not in machine.done("user", "list")


def test_a_wrong_connection_string_is_told_and_never_repeated(machines, schema, tmp_path):
    machine = machines("mot")
    wrong = tmp_path / "chuoi"
    for text, told in [
        ("postgresql://motcua:bi-mat-sai@127.0.0.1/postgres?dbnam=x", "không phải chuỗi kết nối"),
        (SERVER.replace("mat-khau-pg", "bi-mat-sai"), "chưa hỏi được"),
        (SERVER.replace("/postgres", "/khong-co-bi-mat-sai"), "chưa hỏi được"),
        ("host=bi-mat-sai.invalid dbname=x", "chưa hỏi được"),
    ]:
        wrong.write_text(text)
        code, said = machine.run("move-state", "server", "--file", str(wrong), "--schema", schema)
        assert code == 2 and told in said, said
        assert "motcua:bi-mat-sai" not in said
    code, said = machine.run("move-state", "server", *ENV, "--schema", "Sai-Ten")
    assert code == 2 and "tên lược đồ" in said
