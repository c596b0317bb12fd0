package markdown

// Stable is a text that going to the tool's own markup and back changes no more:
// there and back is applied until it gives the same again, a few times at most.
func Stable(text string, thereAndBack func(string) string) string {
	for range 6 {
		again := thereAndBack(text)
		if again == text {
			break
		}
		text = again
	}
	return text
}
