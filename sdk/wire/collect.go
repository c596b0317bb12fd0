package wire

// texts converts between lists of strings of different names.
func texts[To, From ~string](from []From) []To {
	return list(from, func(s From) To { return To(s) })
}

// list converts every element; an empty list becomes nil, as it does on the wire.
func list[From, To any](from []From, each func(From) To) []To {
	if len(from) == 0 {
		return nil
	}
	to := make([]To, len(from))
	for i, x := range from {
		to[i] = each(x)
	}
	return to
}

func table[KTo, KFrom ~string, From, To any](from map[KFrom]From, each func(From) To) map[KTo]To {
	if len(from) == 0 {
		return nil
	}
	to := make(map[KTo]To, len(from))
	for k, v := range from {
		to[KTo(k)] = each(v)
	}
	return to
}

func same[T any](x T) T { return x }

// optional converts what may be absent to a message; pointer converts it back.
func optional[From, Message any](from *From, convert func(From) *Message) *Message {
	if from == nil {
		return nil
	}
	return convert(*from)
}

func pointer[Message, To any](m *Message, convert func(*Message) To) *To {
	if m == nil {
		return nil
	}
	to := convert(m)
	return &to
}
