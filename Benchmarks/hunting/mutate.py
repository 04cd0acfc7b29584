"""Changes bytes, tokens and JSON trees at random."""
import json, random

TOKENS = [b"null", b"true", b"-0", b"1e308", b"1e999", b"9223372036854775807", b"9223372036854775808", b"-1e-400", b'""', b"[]", b"{}",
          b'"\\ud800"', b'"\\u0000"', b"\xff", b"\x00", b'"../../etc"', b'"/dev/zero"', b"//", b",", b":", b"{", b"}", b"[", b"]", b'"',
          b'"a\\nb"', b"0", b"-1", b"NaN", b"Infinity", b"\n", b"%", b"\xe2\x80\xae"]
VALUES = [None, True, False, 0, -1, 1, 2 ** 63 - 1, -2 ** 63, 2 ** 64, 1e308, -1e308, 5e-324, 1e-5, 0.5, "", "a", "../x", "/etc/passwd", "\u0000",
          "\n", "a\nb", "\u202e", "x" * 5000, "é", [], {}, [[]], {"": ""}, [None], "nan", "inf", "{a}", "{a.b}", "[", "a[", "a[n=", "*", "."]


def blob(data, others=(), tokens=TOKENS):
    """`data` after one to six changes."""
    data = bytearray(data)
    for _ in range(random.randrange(1, 7)):
        at = random.randrange(len(data) + 1)
        end = min(len(data), at + random.randrange(1, 1 + random.choice([1, 8, 80, 800])))
        way = random.randrange(8)
        if way == 0 and at < len(data):
            data[at] ^= 1 << random.randrange(8)
        elif way == 1:
            data[at:at] = random.randbytes(random.randrange(1, 5))
        elif way == 2:
            del data[at:end]
        elif way == 3:
            data[at:at] = data[at:end]
        elif way == 4:
            data[at:end] = random.choice(tokens)
        elif way == 5 and others:
            other = random.choice(others)
            start = random.randrange(len(other) + 1)
            data[at:at] = other[start:start + random.randrange(400)]
        elif way == 6 and random.random() < 0.15:
            del data[at:]
        elif way == 7:
            digits = [k for k, byte in enumerate(data) if 48 <= byte <= 57]
            if digits:
                data[(k := random.choice(digits)):k + 1] = str(random.choice([0, 9, 99999, 2 ** 31, 2 ** 63, 2 ** 64, "-1"])).encode()
    return bytes(data)


def places(tree, found=None):
    """All (container, key) pairs of a JSON tree."""
    found = [] if found is None else found
    for key, value in (tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else []):
        found.append((tree, key))
        places(value, found)
    return found


def tree(value, extra=(), most=3):
    """A copy of a JSON value with one to `most` of its parts replaced, renamed, removed, doubled or exchanged."""
    value = json.loads(json.dumps(value))
    for _ in range(random.randrange(1, most + 1)):
        all_places = places(value)
        if not all_places:
            break
        holder, key = random.choice(all_places)
        other, place = random.choice(all_places)
        way = random.randrange(6)
        if way == 0:
            holder[key] = random.choice(VALUES)
        elif way == 1 and extra:
            holder[key] = random.choice(extra)
        elif way == 2:
            holder[key] = json.loads(json.dumps(other[place]))
        elif way == 3:
            del holder[key]
        elif way == 4 and isinstance(holder, dict):
            holder[random.choice([str(key) + "x", "", "a b", "é", "sweep", "each", "../x", "x" * 300])] = holder.pop(key)
        elif way == 5 and isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
            holder[key] = random.choice([0, -holder[key], holder[key] + 1, holder[key] * 1e6, 2 ** 53, 1e308])
    return value


def text(value):
    return json.dumps(value, indent=1, ensure_ascii=random.random() < 0.5).encode(errors="surrogatepass")
