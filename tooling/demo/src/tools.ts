import { tool, type StructuredTool } from "langchain";
import { z } from "zod";

const forecasts: Record<string, { sky: string; celsius: number }> = {
  lisbon: { sky: "sunny", celsius: 24 },
  oslo: { sky: "light rain", celsius: 9 },
};

/** Units of one currency for one euro. */
const perEuro: Record<"EUR" | "NOK" | "USD", number> = { EUR: 1, NOK: 11.7, USD: 1.09 };

const weatherForecast = tool(
  ({ city }) => {
    const forecast = forecasts[city.toLowerCase()];
    return forecast ? `${city}: ${forecast.sky}, ${forecast.celsius} °C` : `No forecast for ${city}.`;
  },
  {
    name: "weather_forecast",
    description: "The weather of tomorrow in a city.",
    schema: z.object({ city: z.string().describe("The city's name, such as Lisbon") }),
  },
);

const convertCurrency = tool(
  ({ amount, from, to }) => {
    const converted = (amount / perEuro[from]) * perEuro[to];
    return `${amount} ${from} is ${converted.toFixed(2)} ${to}`;
  },
  {
    name: "convert_currency",
    description: "Converts an amount of money from one currency to another.",
    schema: z.object({
      amount: z.number().describe("How much to convert"),
      from: z.enum(["EUR", "NOK", "USD"]),
      to: z.enum(["EUR", "NOK", "USD"]),
    }),
  },
);

/** The two tools of the demo's agent: plain functions with a schema, nothing of AWS in them. */
export const tools: StructuredTool[] = [weatherForecast, convertCurrency];
