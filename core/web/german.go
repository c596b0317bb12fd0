package web

const german = english
