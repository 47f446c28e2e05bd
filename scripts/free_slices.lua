-- wrk: each request another span, of all communes or of one; nothing of it was asked before. AGENCIES names codes.
local agencies = {}
for code in (os.getenv("AGENCIES") or ""):gmatch("%S+") do agencies[#agencies + 1] = code end
math.randomseed(os.time())

local function day(number)
    return os.date("!%Y-%m-%d", 1672531200 + number * 86400)
end

function request()
    local span = day(math.random(0, 150)) .. ".." .. day(math.random(180, 363))
    local pages = { "/indicators/on_time_rate?period=" .. span }
    for _, code in ipairs({ agencies[math.random(#agencies)] }) do
        pages[2] = "/indicators/on_time_rate?agency=" .. code .. "&period=" .. span
        pages[3] = "/dossiers?agency=" .. code .. "&period=" .. span
    end
    return wrk.format("GET", pages[math.random(#pages)])
end
